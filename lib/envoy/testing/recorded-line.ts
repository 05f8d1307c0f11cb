import type { AccessLogLine } from '@/lib/envoy/access-log/line'
import { parseAccessLine } from '@/lib/envoy/access-log/parse'
import type { EnvoyState } from '@/lib/envoy/evaluate/state'
import type { ClientTls, Downstream, HttpRequest, SocketAddress } from '@/lib/envoy/model'
import { parseCerts } from '@/lib/envoy/parse/certs'
import { parseClusters } from '@/lib/envoy/parse/clusters'
import { parseConfigDump } from '@/lib/envoy/parse/config-dump'

interface RequestJson {
  id: string
  url: string
  host: string | null
  method: string
  headers: Record<string, string>
  at: number
  compare: boolean
  outcome: { localPort: number; remoteIP: string | null; remotePort: number | null }
  repeat?: { outcomes: { localPort: number; remoteIP?: string; remotePort?: number }[] }
}

export interface RecordedLine {
  where: string
  text: string
  line: AccessLogLine
  downstream: Downstream
  state: EnvoyState
}

interface Pod {
  namespace: string
  ip: string
  account: string
}

function socket(text: string | null): SocketAddress {
  const at = text?.lastIndexOf(':') ?? -1
  return text === null || at === -1 ? { ip: '', port: 0 } : { ip: text.slice(0, at), port: Number(text.slice(at + 1)) }
}

function podsOf(entries: Map<string, string>): Pod[] {
  const list = JSON.parse(entries.get('k8s/pods.json') ?? '{"items":[]}') as {
    items: { metadata: { namespace: string }; spec: { serviceAccountName?: string }; status: { podIP?: string } }[]
  }
  return list.items.map((pod) => ({
    namespace: pod.metadata.namespace,
    ip: pod.status.podIP ?? '',
    account: pod.spec.serviceAccountName ?? 'default',
  }))
}

function folderOf(proxy: string): string {
  const dot = proxy.lastIndexOf('.')
  return dot === -1 ? `clients/${proxy}/envoy` : `pods/${proxy.slice(dot + 1)}.${proxy.slice(0, dot)}/envoy`
}

function stateOf(entries: Map<string, string>, proxy: string, cache: Map<string, EnvoyState>): EnvoyState | null {
  const known = cache.get(proxy)
  if (known !== undefined) return known
  const folder = folderOf(proxy)
  const dump = entries.get(`${folder}/config_dump.json`)
  if (dump === undefined) return null
  const clusters = entries.get(`${folder}/clusters.json`)
  const certs = entries.get(`${folder}/certs.json`)
  const state = {
    dump: parseConfigDump(dump),
    clusters: clusters === undefined ? null : parseClusters(clusters),
    certs: certs === undefined ? null : parseCerts(certs),
  }
  cache.set(proxy, state)
  return state
}

interface Seen {
  proxy: string
  text: string
  line: AccessLogLine
}

/** The address that opened the connection of a line: the log shows X-Forwarded-For's instead where the port is 0. */
function peerIp(seen: Seen, all: readonly Seen[]): string {
  const remote = socket(seen.line.downstreamRemote)
  if (remote.port !== 0) return remote.ip
  const before = all.find(
    (one) => one !== seen && one.line.requestId === seen.line.requestId && one.line.upstreamHost === seen.line.downstreamLocal,
  )
  return before === undefined ? remote.ip : socket(before.line.upstreamLocal).ip
}

function clientTls(request: RequestJson): ClientTls | null {
  const url = new URL(request.url)
  if (url.protocol !== 'https:') return null
  return { sni: /^[\d.]+$/.test(url.hostname) ? null : url.hostname, alpn: ['h2', 'http/1.1'], identity: null }
}

function tlsOf(seen: Seen, request: RequestJson, inbound: boolean, identity: string | null): ClientTls | null {
  const { sni, method } = seen.line
  const own = clientTls(request)
  if (inbound && sni?.startsWith('outbound_')) {
    const outer = { sni, alpn: method === null ? ['istio'] : ['istio-http/1.1', 'istio', 'http/1.1'], identity }
    return own === null || method !== null ? outer : { ...outer, inner: own }
  }
  if (sni !== null) return { sni, alpn: own?.alpn ?? ['h2', 'http/1.1'], identity: null }
  return method === null ? own : null
}

function requestOf(seen: Seen, request: RequestJson, firstHop: boolean, router: boolean): HttpRequest | null {
  const { line } = seen
  const url = new URL(request.url)
  const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]))
  if (!router && line.forwardedFor !== null) headers.set('x-forwarded-for', line.forwardedFor)
  if (line.userAgent !== null) headers.set('user-agent', line.userAgent)
  if (line.method === null) {
    // A refused plain request never reached the HTTP codec; what was said is still curl's request line, unless it was raw TCP through tcp_proxy.
    return { method: request.method, scheme: 'http', authority: request.host ?? url.host, path: url.pathname + url.search, headers }
  }
  const authority = firstHop ? (request.host ?? url.host) : (line.authority ?? '')
  return { method: line.method, scheme: 'http', authority, path: line.path ?? '/', headers }
}

/** Every access-log line of a recording's compared requests, with the connection and request that caused it. */
export function recordedLines(name: string, entries: Map<string, string>): RecordedLine[] {
  const scenario = JSON.parse(entries.get('scenario.json') ?? '{}') as { start: string }
  const pods = podsOf(entries)
  const cache = new Map<string, EnvoyState>()
  const found: RecordedLine[] = []
  for (const [path, text] of entries) {
    if (!path.endsWith('/request.json')) continue
    const request = JSON.parse(text) as RequestJson
    if (!request.compare) continue
    const folder = path.slice(0, -'request.json'.length)
    const lines: Seen[] = [...entries].flatMap(([entry, log]) => {
      if (!entry.startsWith(`${folder}access/`)) return []
      const proxy = entry.slice(`${folder}access/`.length, -'.log'.length)
      return log.split('\n').flatMap((one) => {
        const line = parseAccessLine(one)
        if (line === null && one.trim() !== '') throw new Error(`${entry}: not an access line: ${one}`)
        return line === null ? [] : [{ proxy, text: one, line }]
      })
    })
    const outcomes = request.repeat?.outcomes ?? [request.outcome]
    const ports = new Set(outcomes.map((outcome) => outcome.localPort))
    for (const seen of lines) {
      const state = stateOf(entries, seen.proxy, cache)
      if (state === null) throw new Error(`${name}: no dump of ${seen.proxy}`)
      const sidecar = state.dump.listeners().some((listener) => listener.name === 'virtualInbound')
      const own = state.dump.bootstrap().at('node', 'metadata').key('INSTANCE_IPS').text()?.split(',') ?? []
      const to =
        seen.line.format === 'envoy'
          ? { ip: request.outcome.remoteIP ?? '', port: request.outcome.remotePort ?? 0 }
          : socket(seen.line.downstreamLocal)
      const remote = socket(seen.line.downstreamRemote)
      const fromItself = own.includes(remote.ip) && remote.port !== 0
      const inbound = sidecar && own.includes(to.ip) && (!fromItself || /^inbound|^Inbound/.test(seen.line.upstreamCluster ?? ''))
      const peer = peerIp(seen, lines)
      const pod = pods.find((one) => one.ip === peer)
      const identity = pod === undefined ? null : `spiffe://cluster.local/ns/${pod.namespace}/sa/${pod.account}`
      const local = !sidecar ? to : inbound ? { ip: to.ip, port: 15006 } : { ip: '127.0.0.1', port: 15001 }
      const firstHop = !sidecar || ports.has(remote.port)
      found.push({
        where: `${name} ${request.id} ${seen.proxy}`,
        text: seen.text,
        line: seen.line,
        state: { ...state, nowSeconds: (Date.parse(scenario.start) + request.at) / 1000 },
        downstream: {
          local,
          originalDst: to,
          remote: { ip: peer, port: remote.port === 0 ? null : remote.port },
          tls: tlsOf(seen, request, inbound, identity),
          request: requestOf(seen, request, firstHop, !sidecar),
        },
      })
    }
  }
  return found
}
