import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws'
import { proxyOfNetns } from '@/lib/recording/netns'
import { openRecording } from '@/lib/recording/open'
import type { Recording } from '@/lib/recording/recording'
import { CORE } from '@/server/source/cluster/discovery'
import { ADMIN_PATHS } from '@/server/source/cluster/envoy-admin'
import { PodChannel } from '@/server/source/cluster/testing/pod-channel'
import { RecordedLog } from '@/server/source/cluster/testing/recorded-log'

/** A file of a pod's folder by the path at which its port tells it. */
const ISTIOD = { '/debug/syncz': 'syncz.json', '/debug/connections': 'connections.json' } as Readonly<Record<string, string>>
const ENVOY = Object.fromEntries(Object.entries(ADMIN_PATHS).map(([file, path]) => [path, file])) as Readonly<Record<string, string>>

type Made = { items: { metadata: { name: string; namespace?: string; resourceVersion?: string } }[] }

/**
 * An API server on loopback over what was recorded of a real one: lists, watches, reviews, and port-forwards into the recorded Envoys and istiods.
 * For faults that a laboratory cannot make; everything else is held against a real one in e2e-cluster.
 */
export class RecordedApiServer {
  /** Who has which token. */
  readonly users = new Map([['admin-token', 'admin']])
  /** What a port of a pod answers in place of what was recorded; undefined: that. */
  answer: (netns: string, path: string) => string | undefined = () => undefined
  /** Pods whose ports say no to everything. */
  refuse: (netns: string) => boolean = () => false
  /** Adds or takes away objects of a list before it is sent. */
  change: (resource: string, list: Made) => void = () => {}
  /** Seconds by which its clock is ahead of this machine's. */
  ahead = 0
  readonly recording: Recording
  private readonly server: Server
  private readonly pods = createServer((request, response) => this.ofPod(request, response))
  private readonly watches = new Map<string, Set<ServerResponse>>()
  private readonly logs = new Map<string, RecordedLog>()
  private readonly folder = mkdtempSync(join(tmpdir(), 'hopscope-recorded-'))

  constructor(name: string) {
    const opened = openRecording(new Uint8Array(readFileSync(resolve(`recordings/${name}.zip`))), name)
    if (!opened.ok) throw new Error(opened.problem.message)
    this.recording = opened.value
    this.server = createServer((request, response) => void this.take(request, response))
    const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'v4.channel.k8s.io' })
    this.server.on('upgrade', (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, (web) => this.forward(request.url ?? '', web)),
    )
  }

  /** Listens; gives the path of a kubeconfig. */
  async listen(token = 'admin-token'): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done))
    const server = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
    const file = join(this.folder, 'kubeconfig')
    const config = {
      'current-context': 'recorded',
      clusters: [{ name: 'recorded', cluster: { server, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'admin', user: { token } }],
      contexts: [{ name: 'recorded', context: { cluster: 'recorded', user: 'admin' } }],
    }
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...config }))
    return file
  }

  close(): void {
    for (const server of [this.server, this.pods]) {
      server.closeAllConnections()
      server.close()
    }
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Tells who watches a resource of a change. */
  tell(resource: string, type: 'ADDED' | 'MODIFIED' | 'DELETED', object: unknown): void {
    for (const watch of this.watches.get(resource) ?? []) watch.write(`${JSON.stringify({ type, object })}\n`)
  }

  /** The log of a pod's proxy (NAMESPACE.POD), written by this server's clock. */
  log(netns: string): RecordedLog {
    const log = this.logs.get(netns) ?? new RecordedLog(() => Date.now() + this.ahead * 1000)
    this.logs.set(netns, log)
    return log
  }

  /** The recorded list of a resource (`pods`, `virtualservices.networking.istio.io`). */
  list(resource: string): Made {
    const text = this.recording.snapshotAt(0).read(`k8s/${resource}.json`)?.text
    const list: Made = text === undefined ? { items: [] } : JSON.parse(text)
    this.change(resource, list)
    return list
  }

  /** What was recorded of a path at a port of a pod (NAMESPACE.POD). */
  tells(netns: string, path: string): string | undefined {
    const istiod = `istiod/${proxyOfNetns(netns)}`
    const read = (file: string) => this.recording.snapshotAt(0).read(file)?.text
    // istiod says its version as a text; a recording keeps it as JSON.
    if (path === '/version') return JSON.parse(read(`${istiod}/version.json`) ?? '{}').version
    return read(path in ISTIOD ? `${istiod}/${ISTIOD[path]}` : `pods/${netns}/envoy/${ENVOY[path]}`)
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://x')
    const say = (body: unknown, status = 200) => response.writeHead(status).end(JSON.stringify(body))
    response.setHeader('date', new Date(Date.now() + this.ahead * 1000).toUTCString())
    const user = this.users.get(request.headers.authorization?.replace('Bearer ', '') ?? '')
    if (user === undefined) return void say({ message: 'Unauthorized' }, 401)
    if (url.pathname === '/version') return void say({ gitVersion: this.recording.scenario.versions.kubernetes ?? 'v1.30.0' })
    if (url.pathname.endsWith('/tokenreviews')) return void say(await this.review(request))
    if (url.pathname.endsWith('reviews')) return void say({ status: { allowed: true, resourceRules: [] } })
    if (url.pathname === '/apis') return void say({ groups: [] })
    const [, namespace, pod] = /\/namespaces\/([^/]+)\/pods\/([^/]+)\/log$/.exec(url.pathname) ?? []
    if (namespace !== undefined && pod !== undefined) return this.log(`${namespace}.${pod}`).follow(url.searchParams, response)
    const resource = CORE.find(({ path }) => path === url.pathname)
    if (!resource) return void say({ message: `no ${url.pathname}` }, 404)
    if (!url.searchParams.has('watch')) return void say({ metadata: { resourceVersion: '1' }, ...this.list(resource.name) })
    response.writeHead(200).flushHeaders()
    const open = this.watches.get(resource.name) ?? new Set()
    this.watches.set(resource.name, open.add(response))
    response.on('close', () => open.delete(response))
  }

  private async review(request: IncomingMessage): Promise<unknown> {
    let text = ''
    for await (const chunk of request) text += chunk
    const username = this.users.get(JSON.parse(text).spec.token)
    return { status: username === undefined ? { authenticated: false } : { authenticated: true, user: { username } } }
  }

  /** A port-forward: the bytes of one TCP connection, here to a server that answers for all pods. */
  private forward(path: string, web: WebSocket): void {
    const [, namespace = '', pod = ''] = /\/namespaces\/([^/]+)\/pods\/([^/]+)\/portforward/.exec(path) ?? []
    const channel = new PodChannel(createWebSocketStream(web), `${namespace}.${pod}`)
    this.pods.emit('connection', channel)
  }

  private ofPod(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? ''
    const { netns } = request.socket as unknown as PodChannel
    const text = this.refuse(netns) ? undefined : (this.answer(netns, path) ?? this.tells(netns, path))
    if (text === undefined) response.writeHead(404).end()
    else response.writeHead(200).end(text)
  }
}
