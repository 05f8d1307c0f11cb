import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ruleHistorySchema, xdsHistorySchema } from '@/lib/api/history'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import type { Recording } from '@/lib/recording/recording'
import { clusterRegistry } from '@/server/metrics/registry'
import { serveMetrics } from '@/server/metrics/server'
import { outlineAt } from '@/server/netfilter/outline'
import { ruleHistory, xdsHistory } from '@/server/prometheus/history'
import { proxiesAt } from '@/server/proxies/list'
import type { ClusterSource } from '@/server/source/cluster/cluster-source'

const PROMETHEUS = '/usr/bin/prometheus'
const missing = existsSync(PROMETHEUS) ? null : 'hardware: the package prometheus is not installed'
/** A label value with all that PromQL's strings escape. */
const CLUSTER = 'a "quoted" \\ cluster\nof two lines'

const live = recordingNames()
  .map(recordingNamed)
  .find((recording) => recording.versions(recording.entries().find((entry) => entry.endsWith('/syncz.json')) ?? '').length > 2)

/** A live recording as a cluster whose newest moment is `at`: what changes in it is scraped as it would be live. */
function replay(played: Recording) {
  const clock = { at: played.marks[0] ?? 0 }
  const moment = (ms: number) => (ms === 0 ? clock.at : ms)
  const recording: Recording = Object.create(played, {
    name: { value: CLUSTER },
    grows: { value: { shapeAt: 0, looked: () => {}, readFirst: async () => false, askIstiod: async () => {} } },
    snapshotAt: { value: (ms: number) => played.snapshotAt(moment(ms)) },
    markAt: { value: (ms: number) => played.markAt(moment(ms)) },
  })
  const status = { now: 0, readAt: null, troubles: [], agents: { running: 0, of: 0 }, tunnels: 0 }
  const viewers = { interval: () => null, count: 0 }
  const source = { settings: { name: CLUSTER }, recording, viewers, status: () => status, nodeAges: () => new Map() }
  return { clock, recording, source: source as unknown as ClusterSource }
}

async function eventually<T>(ask: () => Promise<T>, right: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const answer = await ask().catch((error: unknown) => error)
    if (!(answer instanceof Error) && right(answer as T)) return answer as T
    if (tries > 150)
      throw new Error(`the last answer was ${answer instanceof Error ? answer.message : JSON.stringify(answer).slice(0, 2000)}`)
    await pause(100)
  }
}

describe.skipIf(missing !== null || !live)(`what a real Prometheus kept${missing ? `: ${missing}` : ''}`, () => {
  const { clock, recording, source } = replay(live as Recording)
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-prometheus-'))
  const metrics = serveMetrics(0, '127.0.0.1', () => clusterRegistry(() => [source]).metrics())
  let child: ChildProcess | null = null

  beforeAll(async () => {
    await eventually(
      async () => metrics.listening,
      (listening) => listening,
    )
    const target = `127.0.0.1:${(metrics.address() as AddressInfo).port}`
    const job = { job_name: 'hopscope', static_configs: [{ targets: [target] }] }
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: [job] }))
    // A port that was free a moment ago: Prometheus takes no 0.
    const free = serveMetrics(0, '127.0.0.1', async () => '')
    await eventually(
      async () => free.listening,
      (listening) => listening,
    )
    const { port } = free.address() as AddressInfo
    await new Promise((done) => free.close(done))
    const config = [`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'data')}`]
    child = spawn(PROMETHEUS, [...config, `--web.listen-address=127.0.0.1:${port}`], { stdio: 'ignore' })
    process.env.HOPSCOPE_PROMETHEUS = `http://127.0.0.1:${port}`
  })

  afterAll(() => {
    delete process.env.HOPSCOPE_PROMETHEUS
    child?.kill('SIGKILL')
    metrics.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is drawn: a proxy’s states as they followed each other, a chain’s counters as they moved', async () => {
    const staleAt = recording.marks.find((mark) => proxiesAt(recording, mark || 1).proxies.some(({ sync }) => sync?.CDS.state === 'STALE'))
    const before = recording.marks.findLast((mark) => mark < (staleAt ?? 0)) ?? 0
    const proxy = proxiesAt(recording, staleAt ?? 0).proxies.find(({ sync }) => sync?.CDS.state === 'STALE')?.id ?? ''
    const asked = { proxy, at: 0, range: '15m' as const }
    const bands = async () => (await xdsHistory(recording, asked)).types.CDS

    clock.at = before || 1
    // Longer than a step: of two states in one step the worse is drawn.
    await eventually(bands, (found) => found.some(({ state, from, to }) => state === 'SYNCED' && to - from > 5000))
    clock.at = staleAt ?? 0
    await eventually(bands, (found) => found.at(-1)?.state === 'STALE')
    const drawn = xdsHistorySchema.parse(await xdsHistory(recording, asked))
    expect(drawn.configured).toBe(true)
    expect(drawn.types.CDS.map(({ state }) => state).slice(-2)).toEqual(['SYNCED', 'STALE'])
    for (const segments of Object.values(drawn.types)) {
      for (const { from, to } of segments) expect(from >= drawn.from && to <= drawn.until && from < to).toBe(true)
    }
    // Nothing was kept of the minutes before: that time is unknown, not in sync.
    expect((drawn.types.CDS[0]?.from ?? 0) - drawn.from).toBeGreaterThan(600_000)

    const { netns, table, chain } = movedChain(recording)
    clock.at = recording.endMs
    const question = { netns, family: 'ip' as const, table, chain, at: 0, range: '15m' as const }
    const counted = await eventually(
      () => ruleHistory(recording, question),
      ({ calls, rules }) => (calls ?? []).some(([, rate]) => rate > 0) && rules.some(({ rates }) => rates.some(([, rate]) => rate > 0)),
    )
    const { rules } = ruleHistorySchema.parse(counted)
    expect(rules.every(({ rule }) => rule.startsWith(`-A ${chain} `))).toBe(true)
  }, 60_000)

  it('says why it can’t be asked, and that none is configured', async () => {
    const [{ id: proxy } = { id: '' }] = proxiesAt(recording, 0).proxies
    const asked = { proxy, at: 0, range: '15m' as const }
    const kept = process.env.HOPSCOPE_PROMETHEUS
    // No Prometheus, but something that answers.
    process.env.HOPSCOPE_PROMETHEUS = `http://127.0.0.1:${(metrics.address() as AddressInfo).port}`
    await expect(xdsHistory(recording, asked)).rejects.toThrow('Prometheus can’t be asked: it answers 404')
    for (const wrong of ['file:///etc/passwd', 'http://name:password@127.0.0.1', 'nonsense']) {
      process.env.HOPSCOPE_PROMETHEUS = wrong
      await expect(xdsHistory(recording, asked)).rejects.toThrow('Prometheus can’t be asked: HOPSCOPE_PROMETHEUS')
    }
    process.env.HOPSCOPE_PROMETHEUS = ''
    expect(await xdsHistory(recording, asked)).toMatchObject({ configured: false, types: { CDS: [] } })
    process.env.HOPSCOPE_PROMETHEUS = kept
    await expect(xdsHistory(recording, { ...asked, proxy: 'nobody.nowhere' })).rejects.toThrow('nobody.nowhere')
    await expect(xdsHistory(live as Recording, asked)).rejects.toThrow('is a recording')
  })
})

/** A chain of a node that rules lead to, and whose rules count between the first and the last moment. */
function movedChain(recording: Recording): { netns: string; table: string; chain: string } {
  for (const { name: netns } of recording.scenario.nodes) {
    const [dump] = outlineAt(recording, netns, recording.endMs, 1).dumps
    for (const { name: table, chains } of dump?.tables ?? []) {
      const counted = new Set(chains.flatMap(({ name, change }) => ((change?.packets ?? 0) > 0 ? [name] : [])))
      const moved = chains.find(({ name, base, calls }) => !base && counted.has(name) && calls.some((called) => counted.has(called)))
      if (moved) return { netns, table, chain: moved.name }
    }
  }
  throw new Error('No counter of the live recording moves.')
}
