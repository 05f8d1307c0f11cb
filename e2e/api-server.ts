import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What little of Kubernetes' API a dashboard asks first, on loopback: one node, one Service, and watches that stay open. */
export interface FakeApiServer {
  /** Its address in a kubeconfig. */
  url: string
  /** Paths that were asked for. */
  asked: () => readonly string[]
  /** Holds back the answer to what is asked from now on, until what it returns is called. */
  hold: (path: RegExp) => () => void
  /** A Service comes to be, and those who watch hear of it. */
  addService: (name: string) => void
  close: () => void
}

const SERVICES = '/api/v1/services'
const metadata = (name: string, namespace?: string) => ({
  name,
  uid: `uid-${name}`,
  resourceVersion: '1',
  ...(namespace ? { namespace } : {}),
})

const service = (name: string, no: number) => ({
  metadata: metadata(name, 'shop'),
  spec: { type: 'NodePort', clusterIP: `10.40.0.${no}`, ports: [{ port: 80, nodePort: 30_079 + no, protocol: 'TCP' }] },
})
const addresses = [{ type: 'InternalIP', address: '10.20.0.1' }]
const lists: Record<string, unknown[]> = {
  '/api/v1/namespaces': [{ metadata: metadata('shop') }],
  '/api/v1/nodes': [{ metadata: metadata('worker-of-the-fake'), spec: { podCIDR: '10.30.0.0/24' }, status: { addresses } }],
  [SERVICES]: [service('storefront', 1)],
}

/** Pods of Istio's form whose Envoys can't be reached: reading them goes on until each has said so. */
export function proxies(count: number): void {
  lists['/api/v1/pods'] = Array.from({ length: count }, (_, n) => ({
    metadata: metadata(`app-${n}`, 'shop'),
    spec: { nodeName: 'worker-of-the-fake', containers: [{ name: 'app' }, { name: 'istio-proxy', args: ['proxy', 'sidecar'] }] },
    status: { phase: 'Running', podIP: `10.30.0.${n + 2}` },
  }))
}

function answer(path: string, watches: boolean, response: ServerResponse): void {
  response.setHeader('content-type', 'application/json')
  if (watches) {
    // An open watch without news.
    response.flushHeaders()
    return
  }
  if (path === '/version') response.end(JSON.stringify({ gitVersion: 'v1.99.0' }))
  else if (path === '/apis') response.end(JSON.stringify({ groups: [] }))
  else if (/\/(?:portforward|exec|log)$/.test(path)) response.writeHead(404).end('{}')
  else response.end(JSON.stringify({ kind: 'List', metadata: { resourceVersion: '1' }, items: lists[path] ?? [] }))
}

/** Starts one. */
export async function fakeApiServer(): Promise<FakeApiServer> {
  const asked: string[] = []
  const watches = new Set<ServerResponse>()
  let held: { path: RegExp; waiting: (() => void)[] } | null = null
  const server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    asked.push(pathname)
    const isWatch = searchParams.has('watch')
    if (isWatch && pathname === SERVICES) watches.add(response)
    const go = () => answer(pathname, isWatch, response)
    if (held?.path.test(pathname)) held.waiting.push(go)
    else go()
  })
  server.on('upgrade', (request, socket) => {
    asked.push(new URL(request.url ?? '/', 'http://127.0.0.1').pathname)
    const go = () => socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
    if (held?.path.test(request.url ?? '')) held.waiting.push(go)
    else go()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    hold: (path) => {
      const mine = { path, waiting: [] as (() => void)[] }
      held = mine
      return () => {
        held = null
        for (const go of mine.waiting.splice(0)) go()
      }
    },
    addService: (name) => {
      const object = service(name, 9)
      for (const watch of watches) watch.write(`${JSON.stringify({ type: 'ADDED', object })}\n`)
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Contexts by name: where each leads, and the program that gives its token. */
export type Contexts = Record<string, { server: string; runs?: string }>

/** A kubeconfig with a context for each address, without TLS; JSON is YAML. */
export function kubeconfigOf(contexts: Contexts): string {
  const entries = Object.entries(contexts)
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: entries.map(([name, { server }]) => ({ name, cluster: { server, 'insecure-skip-tls-verify': true } })),
    users: entries.map(([name, { runs }]) => ({
      name,
      user: runs
        ? { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: runs, interactiveMode: 'Never' } }
        : { token: 'nothing' },
    })),
    contexts: entries.map(([name]) => ({ name, context: { cluster: name, user: name } })),
  })
}
