import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { Dashboard } from '@/e2e-cluster/dashboard'
import { eventually } from '@/e2e-cluster/laboratory'
import { serve } from '@/e2e-cluster/served'
import { choicesSchema } from '@/lib/api/choices'
import { overviewSchema } from '@/lib/api/overview'

/** Large texts that nobody reads are packed within half a minute: what it settles to is measured. */
const SETTLES_MS = 40_000
/** How long one viewer looks while the processor's time is counted. */
const LOOKS_MS = 20_000
const [PORT, METRICS_PORT] = [31_990, 31_991]
/** What the manifests give: Node and V8 make their heaps by it. */
const MEMORY_MIB = 700
const GROUP = `/sys/fs/cgroup/memory/hopscope-scale-${process.pid}`

/** The server's own figures, as Prometheus reads them. */
async function figures(): Promise<(name: string) => number> {
  const text = await (await fetch(`http://127.0.0.1:${METRICS_PORT}/metrics`)).text()
  return (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN)
}

/**
 * What the server takes of a large cluster with one viewer: from its start to the first picture, then while somebody looks. The event loop is that
 * of the thread that answers requests.
 */
export async function measure(kubeconfig: string) {
  // As in a pod of the manifests' size.
  mkdirSync(GROUP)
  writeFileSync(`${GROUP}/memory.limit_in_bytes`, String(MEMORY_MIB * 2 ** 20))
  const server = await serve({ kubeconfig, port: PORT, metricsPort: METRICS_PORT, group: GROUP })
  const viewer = new Dashboard(`http://127.0.0.1:${PORT}`)
  const began = performance.now()
  try {
    await eventually(
      async () => (await viewer.get('/readyz')).status,
      (status) => status === 200,
      120_000,
      'the cluster is listed',
    )
    const listedMs = performance.now() - began
    const stream = viewer.events(5000)
    const overview = await viewer.json('/api/overview', overviewSchema)
    const firstPictureMs = performance.now() - began
    const first = await figures()
    const choices = await viewer.json('/api/choices', choicesSchema)
    await eventually(
      () => viewer.status(),
      ({ proxies: { done, of } }) => done === of,
      60_000,
      'every proxy is read',
    )
    await pause(SETTLES_MS)
    const before = await figures()
    const from = performance.now()
    await pause(LOOKS_MS)
    const after = await figures()
    stream.stop()
    const cpu = after('process_cpu_seconds_total') - before('process_cpu_seconds_total')
    return {
      pods: choices.pods.length,
      services: choices.services.length,
      nodes: choices.nodes.length,
      rows: overview.rows.length,
      listedMs: Math.round(listedMs),
      firstPictureMs: Math.round(firstPictureMs),
      // Of the machine's time, from the start of the process: on a busy machine it is what the product itself takes.
      firstPictureCpuMs: Math.round(first('process_cpu_seconds_total') * 1000),
      rssMiB: Math.round(Math.max(before('process_resident_memory_bytes'), after('process_resident_memory_bytes')) / 2 ** 20),
      cpuShare: cpu / ((performance.now() - from) / 1000),
      eventLoopP99Ms: after('nodejs_eventloop_lag_p99_seconds') * 1000,
      eventLoopMaxMs: after('nodejs_eventloop_lag_max_seconds') * 1000,
    }
  } finally {
    const ended = new Promise((done) => server.once('exit', done))
    server.kill('SIGKILL')
    await ended
    rmdirSync(GROUP)
  }
}
