import { Agent, request } from 'node:https'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printRow } from '@/bench/table.mjs'
import { apply, boot, eventually, kubectl, whyNot } from '@/e2e-cluster/laboratory'
import { measure } from '@/e2e-cluster/scale-measure'
import { KubeApi } from '@/server/source/cluster/kube-api'

const [PODS, SERVICES, NODES] = [1000, 5000, 200]
const NAMESPACE = 'hopscope-scale'
/** Objects that are made at a time. */
const AT_A_TIME = 24

/**
 * The goals of the product: one viewer of a large cluster. The first picture counts in time of the processor: by the clock it is
 * printed, and on a machine that runs the whole cluster, and other things, beside it mostly theirs.
 */
const GOALS = { firstPictureMs: 5000, rssMiB: 600, cpuShare: 0.1 }

async function makeAll(api: KubeApi, objects: readonly [string, unknown][]): Promise<void> {
  const access = await api.current()
  const options: { agent?: Agent; ca?: Buffer; cert?: Buffer; key?: Buffer } = {}
  await access.apply(options)
  const { ca, cert, key } = options
  const agent = new Agent({
    keepAlive: true,
    maxSockets: AT_A_TIME,
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
  })
  const waiting = [...objects]
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [path, body] = next
      await new Promise<void>((done, failed) => {
        const asked = request(
          access.server + path,
          { agent, method: 'POST', headers: { 'content-type': 'application/json' } },
          (answer) => {
            answer.resume()
            answer.on('end', () => ((answer.statusCode ?? 0) < 300 ? done() : failed(new Error(`${path}: ${answer.statusCode}`))))
          },
        )
        asked.on('error', failed)
        asked.end(JSON.stringify(body))
      })
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  agent.destroy()
}

/** Pods that no scheduler takes, Services without an address, nodes without a machine: objects as large ones have them, and nothing behind them. */
function objects(): [string, unknown][] {
  const made: [string, unknown][] = []
  for (let n = 0; n < NODES; n++) {
    made.push([
      '/api/v1/nodes',
      { apiVersion: 'v1', kind: 'Node', metadata: { name: `scale-${n}`, labels: { scale: 'yes' } }, spec: { unschedulable: true } },
    ])
  }
  for (let n = 0; n < SERVICES; n++) {
    const spec = { clusterIP: 'None', selector: { app: `app-${n}` }, ports: [{ name: 'http', port: 80 }] }
    made.push([`/api/v1/namespaces/${NAMESPACE}/services`, { apiVersion: 'v1', kind: 'Service', metadata: { name: `service-${n}` }, spec }])
  }
  for (let n = 0; n < PODS; n++) {
    const containers = ['app', 'second'].map((name) => ({
      name,
      image: 'hopscope.local/pause:1',
      ports: [{ containerPort: 8080 }],
      env: Array.from({ length: 20 }, (_, i) => ({ name: `SETTING_${i}`, value: 'x'.repeat(40) })),
    }))
    const metadata = { name: `pod-${n}`, labels: { app: `app-${n % SERVICES}`, scale: 'yes' } }
    made.push([
      `/api/v1/namespaces/${NAMESPACE}/pods`,
      { apiVersion: 'v1', kind: 'Pod', metadata, spec: { schedulerName: 'nobody', containers } },
    ])
  }
  return made
}

describe.skipIf(whyNot() !== null)(`a large cluster${whyNot() ? `: ${whyNot()}` : ''}`, () => {
  let kubeconfig = ''

  beforeAll(async () => {
    kubeconfig = await boot()
    // An agent would be put on each of the nodes that have no machine.
    await kubectl('-n', 'hopscope', 'delete', 'daemonset', 'hopscope-agent', '--ignore-not-found')
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found')
    await kubectl('delete', 'nodes', '-l', 'scale=yes', '--wait=false')
    await apply(`{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"${NAMESPACE}"}}`)
    await eventually(
      () => kubectl('-n', NAMESPACE, 'get', 'serviceaccount', 'default'),
      () => true,
      30_000,
      'the namespace has its account',
    )
    await makeAll(new KubeApi({ kind: 'file', file: kubeconfig, context: null }), objects())
  }, 600_000)

  afterAll(async () => {
    await kubectl('delete', 'nodes', '-l', 'scale=yes', '--wait=false')
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found', '--wait=false')
  }, 120_000)

  it(`of ${PODS} pods, ${SERVICES} Services and ${NODES} nodes is shown in time and space`, async () => {
    const measured = await measure(kubeconfig)
    const { nodes, eventLoopP99Ms } = measured
    const many = `${measured.pods} pods, ${measured.services} Services, ${nodes} nodes`
    const row = (what: string, value: number, unit: string, goal: number, detail: string) => printRow({ what, value, unit, goal, detail })
    row('live cluster: first picture, by the clock', measured.firstPictureMs / 1000, ' s', GOALS.firstPictureMs / 1000, many)
    row(
      'live cluster: first picture, of the processor',
      measured.firstPictureCpuMs / 1000,
      ' s',
      GOALS.firstPictureMs / 1000,
      'from its start',
    )
    row('live cluster: memory', measured.rssMiB, ' MiB', GOALS.rssMiB, 'resident, all threads')
    row(
      'live cluster: processor with one viewer',
      measured.cpuShare * 100,
      ' %',
      GOALS.cpuShare * 100,
      `event loop p99 ${eventLoopP99Ms.toFixed(0)} ms`,
    )
    expect(measured.pods).toBeGreaterThanOrEqual(PODS)
    expect(measured.services).toBeGreaterThanOrEqual(SERVICES)
    expect(measured.nodes).toBeGreaterThanOrEqual(NODES)
    expect(measured.firstPictureCpuMs).toBeLessThan(GOALS.firstPictureMs)
    expect(measured.rssMiB).toBeLessThan(GOALS.rssMiB)
    expect(measured.cpuShare).toBeLessThan(GOALS.cpuShare)
  }, 300_000)
})
