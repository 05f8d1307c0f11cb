import { Agent, request } from 'node:https'
import type { KubeApi } from '@/server/source/cluster/kube-api'

/** Objects that are made at a time. */
const AT_A_TIME = 24

/** A path of the API server, and what is posted there. */
type Made = readonly [string, unknown]

export interface Many {
  pods: number
  services: number
  nodes: number
}

/**
 * Nodes without a machine, pods that no scheduler takes, Services whose endpoints are given: objects as a large cluster has them, and nothing behind them that
 * a controller would go on working at.
 */
export function manyObjects(namespace: string, { pods, services, nodes }: Many): Made[] {
  const of = (count: number, make: (n: number) => Made) => Array.from({ length: count }, (_, n) => make(n))
  return [
    ...of(nodes, node),
    ...of(services, (n) => service(namespace, n)),
    ...of(services, (n) => endpointSlice(namespace, n)),
    ...of(pods, (n) => pod(namespace, n)),
  ]
}

function node(n: number): Made {
  const metadata = { name: `scale-${n}`, labels: { scale: 'yes' } }
  return ['/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata, spec: { unschedulable: true } }]
}

function service(namespace: string, n: number): Made {
  const spec = { clusterIP: 'None', ports: [{ name: 'http', port: 80 }] }
  return [`/api/v1/namespaces/${namespace}/services`, { apiVersion: 'v1', kind: 'Service', metadata: { name: `service-${n}` }, spec }]
}

function endpointSlice(namespace: string, n: number): Made {
  return [
    `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: `service-${n}-0`, labels: { 'kubernetes.io/service-name': `service-${n}` } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [`10.250.${n >> 8}.${n & 255}`], conditions: { ready: true } }],
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    },
  ]
}

function pod(namespace: string, n: number): Made {
  const containers = ['app', 'second'].map((name) => ({
    name,
    image: 'hopscope.local/pause:1',
    ports: [{ containerPort: 8080 }],
    env: Array.from({ length: 20 }, (_, i) => ({ name: `SETTING_${i}`, value: 'x'.repeat(40) })),
  }))
  const metadata = { name: `pod-${n}`, labels: { app: `app-${n}`, scale: 'yes' } }
  return [
    `/api/v1/namespaces/${namespace}/pods`,
    { apiVersion: 'v1', kind: 'Pod', metadata, spec: { schedulerName: 'nobody', containers } },
  ]
}

/** Posts objects in their order, many at a time. Throws with the path and status of what is refused. */
export async function makeAll(api: KubeApi, objects: readonly Made[]): Promise<void> {
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
  const waiting = objects.values()
  const worker = async () => {
    for (const [path, body] of waiting) await post(agent, access.server + path, body)
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  agent.destroy()
}

function post(agent: Agent, url: string, body: unknown): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const asked = request(url, { agent, method: 'POST', headers: { 'content-type': 'application/json' } }, (answer) => {
    answer.resume()
    answer.on('end', () => ((answer.statusCode ?? 0) < 300 ? resolve() : reject(new Error(`${url}: ${answer.statusCode}`))))
  })
  asked.on('error', reject)
  asked.end(JSON.stringify(body))
  return promise
}
