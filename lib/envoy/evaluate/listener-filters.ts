import type { Listener, ListenerFilter } from '@/lib/envoy/config/listener'
import type { Connection } from '@/lib/envoy/evaluate/flow'
import type { Downstream } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** envoy.config.listener.v3.ListenerFilterChainMatchPredicate on the destination port. */
function disabledFor(predicate: JsonNode, port: number): boolean {
  if (!predicate.exists) return false
  const range = predicate.get('destination_port_range')
  if (range.exists) return port >= (range.get('start').number() ?? 0) && port < (range.get('end').number() ?? 0)
  if (predicate.has('any_match')) return predicate.get('any_match').flag()
  if (predicate.has('or_match'))
    return predicate
      .at('or_match', 'rules')
      .items()
      .some((rule) => disabledFor(rule, port))
  if (predicate.has('and_match'))
    return predicate
      .at('and_match', 'rules')
      .items()
      .every((rule) => disabledFor(rule, port))
  if (predicate.has('not_match')) return !disabledFor(predicate.get('not_match'), port)
  return false
}

function isKind(filter: ListenerFilter, kind: string, name: string): boolean {
  return filter.kind === kind || filter.kind === name
}

/** ALPN as http_inspector finds it from the first line of plain text. */
const PLAIN_HTTP: readonly string[] = ['http/1.1']

/** A connection as the socket gives it, before any listener filter has looked at it. */
export function acceptedConnection(downstream: Downstream): Connection {
  return {
    local: downstream.local,
    restored: false,
    remote: downstream.remote,
    direct: downstream.remote,
    transportProtocol: '',
    serverName: '',
    applicationProtocols: [],
    offered: downstream.tls,
    originalSource: null,
    metadata: downstream.internal?.metadata ?? new Map(),
  }
}

/** Why a listener filter leaves open what happens, or closes the connection. */
export interface Doubt {
  filter: ListenerFilter
  kind: 'not-modelled' | 'no-proxy-header'
}

interface Inspection {
  connection: Connection
  doubts: Doubt[]
}

function readProxyHeader({ connection, doubts }: Inspection, filter: ListenerFilter, downstream: Downstream): void {
  const header = downstream.proxied
  if (header === undefined) doubts.push({ filter, kind: 'not-modelled' })
  else if (header !== null) Object.assign(connection, { local: header.destination, remote: header.source, restored: true })
  else if (!filter.config.get('allow_requests_without_proxy_protocol').flag()) doubts.push({ filter, kind: 'no-proxy-header' })
}

/** The original destination, as the kernel remembers it; within this Envoy, as it was handed along. */
function restore(connection: Connection, { internal, originalDst }: Downstream): void {
  const local = internal === undefined ? originalDst : internal.local
  if (local !== null) Object.assign(connection, { local, restored: true })
  if (internal?.remote) connection.remote = internal.remote
}

function inspect(inspection: Inspection, filter: ListenerFilter, downstream: Downstream): void {
  const { connection } = inspection
  const { tls } = downstream
  if (isKind(filter, 'OriginalDst', 'original_dst')) restore(connection, downstream)
  else if (isKind(filter, 'OriginalSrc', 'original_src')) connection.originalSource = { mark: filter.config.get('mark').number() }
  else if (isKind(filter, 'ProxyProtocol', 'proxy_protocol')) readProxyHeader(inspection, filter, downstream)
  else if (isKind(filter, 'TlsInspector', 'tls_inspector')) {
    if (tls === null) return
    connection.transportProtocol = 'tls'
    connection.serverName = (tls.sni ?? '').toLowerCase()
    connection.applicationProtocols = tls.alpn
  } else if (isKind(filter, 'HttpInspector', 'http_inspector')) {
    const plain = connection.transportProtocol === '' || connection.transportProtocol === 'raw_buffer'
    if (plain && tls === null && downstream.request !== null) connection.applicationProtocols = PLAIN_HTTP
  } else inspection.doubts.push({ filter, kind: 'not-modelled' })
}

/**
 * What a listener's filters make of a connection, in their order (original_dst, original_src, proxy_protocol, tls_inspector,
 * http_inspector); `before` is what an earlier listener made of it.
 */
export function runListenerFilters(listener: Listener, downstream: Downstream, before: Connection): Inspection {
  const inspection: Inspection = { connection: { ...before }, doubts: [] }
  // use_original_dst brings the filter of that name along.
  if (listener.useOriginalDst) restore(inspection.connection, downstream)
  for (const filter of listener.listenerFilters)
    if (!disabledFor(filter.disabled, inspection.connection.local.port)) inspect(inspection, filter, downstream)
  return inspection
}
