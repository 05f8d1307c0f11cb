import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { boot, eventually, laboratory, whyNot } from '@/e2e-cluster/laboratory'
import { clusterRegistry } from '@/server/metrics/registry'
import { serveMetrics } from '@/server/metrics/server'
import { ClusterSource } from '@/server/source/cluster/cluster-source'

const PROMETHEUS = '/usr/bin/prometheus'
const PORT = 39_090
const missing = whyNot() ?? (existsSync(PROMETHEUS) ? null : 'hardware: the package prometheus is not installed')

const answerSchema = z.object({
  data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })) }),
})

describe.skipIf(missing !== null)(`a real Prometheus${missing ? `: ${missing}` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-prometheus-'))
  const ends: (() => void)[] = []

  afterAll(async () => {
    for (const end of ends.reverse()) end()
    await laboratory('mesh', 'nack', 'client.default', 'off').catch(() => {})
    rmSync(folder, { recursive: true, force: true })
  })

  async function query(expression: string) {
    const answer = await fetch(`http://127.0.0.1:${PORT}/api/v1/query?${new URLSearchParams({ query: expression })}`)
    return answerSchema.parse(await answer.json()).data.result
  }

  it('scrapes what is in sync, keeps its past, and finds every series of the Grafana dashboard', async () => {
    const kubeconfig = await boot()
    const source = new ClusterSource({
      name: 'laboratory',
      credentials: { kind: 'file', file: kubeconfig, context: null },
      agentAccount: { namespace: 'hopscope', name: 'hopscope', tokenFile: null },
    })
    source.start()
    source.viewers.come(1000)
    ends.push(() => source.close())
    const server = serveMetrics(0, '127.0.0.1', () => clusterRegistry(() => [source]).metrics())
    ends.push(() => server.close())
    if (!server.listening) await once(server, 'listening')
    const target = `127.0.0.1:${(server.address() as AddressInfo).port}`
    writeFileSync(
      join(folder, 'prometheus.yml'),
      JSON.stringify({
        global: { scrape_interval: '1s' },
        scrape_configs: [{ job_name: 'hopscope', static_configs: [{ targets: [target] }] }],
      }),
    )
    const child = spawn(
      PROMETHEUS,
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${PORT}`,
      ],
      { stdio: 'ignore' },
    )
    ends.push(() => child.kill('SIGKILL'))
    const synced = await eventually(
      () => query('hopscope_proxy_xds_state{type="LDS",state="SYNCED"}'),
      (result) => result.length > 3,
      60_000,
      'proxies in sync',
    )
    expect(synced.map(({ metric }) => metric.proxy)).toContain('client.default')
    await laboratory('mesh', 'nack', 'client.default', 'on')
    await eventually(
      () => query('hopscope_proxy_xds_state{proxy="client.default",type="LDS",state="ERROR"}'),
      (result) => result.length === 1,
      30_000,
      'the refusal',
    )
    // It was in sync a moment ago, and Prometheus still knows.
    const past = await query('count_over_time(hopscope_proxy_xds_state{proxy="client.default",type="LDS",state="SYNCED"}[2m])')
    expect(Number(past[0]?.value[1])).toBeGreaterThan(0)
    const text: string = await (await fetch(`http://${target}/metrics`)).text()
    const drawn = new Set(
      [...readFileSync('deploy/grafana/hopscope.json', 'utf8').matchAll(/hopscope_[a-z_]+|nodejs_[a-z0-9_]+|process_[a-z_]+/g)].map(
        ([name]) => name,
      ),
    )
    expect(drawn.size).toBeGreaterThan(5)
    for (const name of drawn) expect(text, name).toContain(`# TYPE ${name} `)
  }, 180_000)
})
