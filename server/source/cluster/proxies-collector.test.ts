import { describe, expect, it } from 'vitest'
import { type AdminFile, DUMPS, OWN_FILES, type ProxyPod } from '@/server/source/cluster/envoy-admin'
import { LiveHistory } from '@/server/source/cluster/history'
import { Limiter } from '@/server/source/cluster/limiter'
import type { LivePod } from '@/server/source/cluster/pods'
import { ProxiesCollector } from '@/server/source/cluster/proxies-collector'

const LONGEST_MS = 50
const SILENCE_MS = 200_000
const LARGE = 4 * 1024 * 1024
const ROUNDS = 60
const NOBODY: ReadonlySet<string> = new Set()

const podNamed = (name: string, gateway = false): LivePod => ({
  namespace: 'default',
  name,
  netns: `default.${name}`,
  uid: name,
  node: 'n1',
  ip: '10.0.0.1',
  hostNetwork: false,
  running: true,
  proxy: { namespace: 'default', name, container: 'istio-proxy', gateway },
  istiod: null,
  isAgent: false,
  hasInit: false,
  userless: [],
})
const sent = (nonce: string): string => JSON.stringify([{ proxy: 'web.default', cluster_sent: nonce }])
const sorted = (files: readonly string[]): string[] => files.toSorted()

/** A collector of two sidecars and a gateway, whose Envoys answer with what they are asked. */
function collected(answer: (pod: ProxyPod, file: AdminFile) => Promise<string> = async (_, file) => file) {
  let now = 0
  const asked: string[] = []
  const history = new LiveHistory()
  const read = (pod: ProxyPod, file: AdminFile) => {
    asked.push(`${pod.name} ${file}`)
    return answer(pod, file)
  }
  const collector = new ProxiesCollector(
    { read },
    history,
    () => now,
    new Limiter(2),
    () => {},
  )
  const pods = [podNamed('web'), podNamed('other'), podNamed('gateway', true)]
  const here = (name: string) =>
    history.paths().flatMap((path) => (path.startsWith(`pods/default.${name}/`) ? [path.split('/').at(-1) ?? ''] : []))
  const later = (ms: number) => {
    now += ms
    asked.length = 0
  }
  return { collector, pods, asked, here, later, web: pods.slice(0, 1) }
}

describe('the Envoys of a cluster', () => {
  it('are read for their own state; dumps only of gateways, and of who is looked at', async () => {
    const { collector, pods, here } = collected()
    await collector.round(pods, NOBODY, [])
    expect([here('web'), here('other')]).toEqual([sorted(OWN_FILES), sorted(OWN_FILES)])
    expect(here('gateway')).toEqual(sorted([...DUMPS, ...OWN_FILES]))
    expect(collector.missing().map(({ path }) => path)).toEqual(
      ['web', 'other'].map((name) => `pods/default.${name}/envoy/config_dump.json`),
    )
    await collector.round(pods, new Set(['default.web']), [])
    expect(here('web')).toEqual(sorted([...DUMPS, ...OWN_FILES]))
    expect(here('other')).toEqual(sorted(OWN_FILES))
  })

  it('are asked for their dumps again when istiod has sent something, and not before', async () => {
    const { collector, pods, asked, later } = collected()
    const looked = new Set(['default.web'])
    const dumps = () => asked.filter((each) => each === 'web config_dump.json').length
    await collector.round(pods, looked, [sent('1')])
    later(5000)
    await collector.round(pods, looked, [sent('1')])
    expect(dumps()).toBe(0)
    await collector.round(pods, looked, [sent('2')])
    expect(dumps()).toBe(1)
  })

  it('are read again in turn where they are large and istiod sends all the time, and say so', async () => {
    const { collector, pods, asked, later } = collected(async (_, file) => (DUMPS.includes(file) ? 'x'.repeat(LARGE) : file))
    const looked = new Set(['default.web'])
    const dumps = () => asked.filter((each) => each === 'web config_dump.json').length
    await collector.round(pods, looked, [sent('0')])
    let read = 0
    for (let round = 1; round <= ROUNDS; round++) {
      later(1000)
      await collector.round(pods, looked, [sent(`${round}`)])
      read += dumps()
      const waits = collector.outdated().map(({ folder }) => folder)
      expect(waits).toEqual(dumps() === 1 ? [] : ['pods/default.web/envoy'])
    }
    // 12 MiB each time, of 2 a second, after 32 at once.
    expect(read).toBeGreaterThan(5)
    expect(read).toBeLessThan(15)
    // With nothing sent it is read again once, and then what is shown is what it has.
    for (let round = 0; round < 10; round++) {
      later(1000)
      await collector.round(pods, looked, [sent(`${ROUNDS}`)])
    }
    expect(collector.outdated()).toEqual([])
  })

  it('lose their dumps once they may be outdated and nobody looks', async () => {
    const { collector, pods, here, later } = collected()
    await collector.round(pods, new Set(['default.web']), [sent('1')])
    later(5000)
    await collector.round(pods, NOBODY, [sent('1')])
    expect(here('web')).toContain('config_dump.json')
    await collector.round(pods, NOBODY, [sent('2')])
    expect(here('web')).toEqual(sorted(OWN_FILES))
    later(SILENCE_MS)
    await collector.round(pods, NOBODY, [sent('2')])
    expect(here('gateway')).toContain('config_dump.json')
  })

  it('are read for a question that waits, once', async () => {
    const { collector, pods, web, here, asked } = collected()
    await collector.round(pods, NOBODY, [])
    expect(await collector.readFirst(web, LONGEST_MS)).toBe(true)
    expect(here('web')).toContain('config_dump.json')
    asked.length = 0
    expect(await collector.readFirst(web, LONGEST_MS)).toBe(false)
    expect(asked).toEqual([])
  })

  it('hold up no question for long, and the next one not at all', async () => {
    const stuck = collected((pod, file) => (pod.name === 'web' && DUMPS.includes(file) ? new Promise(() => {}) : Promise.resolve(file)))
    await stuck.collector.round(stuck.pods, NOBODY, [])
    expect(await stuck.collector.readFirst(stuck.web, LONGEST_MS)).toBe(false)
    stuck.later(LONGEST_MS + 1)
    const soon = new Promise((done) => setImmediate(done, 'later'))
    expect(await Promise.race([stuck.collector.readFirst(stuck.web, LONGEST_MS), soon])).toBe(false)
    const broken = collected((pod, file) => (pod.name === 'web' ? Promise.reject(new Error('no')) : Promise.resolve(file)))
    await broken.collector.round(broken.pods, NOBODY, [])
    expect(await broken.collector.readFirst(broken.web, LONGEST_MS)).toBe(false)
    expect(broken.collector.missing().find(({ path }) => path.includes('web'))?.why).toBe('no')
  })
})
