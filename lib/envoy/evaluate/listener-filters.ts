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

/**
 * What the listener's filters make of a connection, in their order (original_dst, original_src, tls_inspector,
 * http_inspector). Without a detecting filter Envoy takes raw_buffer and knows neither server name nor protocol.
 */
export function runListenerFilters(listener: Listener, downstream: Downstream, handedOver: boolean): Connection {
  const connection: Connection = {
    local: handedOver ? downstream.originalDst : downstream.local,
    restored: handedOver,
    remote: downstream.remote,
    transportProtocol: '',
    serverName: '',
    applicationProtocols: [],
    offered: downstream.tls,
    originalSource: null,
  }
  for (const filter of listener.listenerFilters) {
    if (disabledFor(filter.disabled, connection.local.port)) continue
    if (isKind(filter, 'OriginalDst', 'original_dst')) {
      connection.local = downstream.originalDst
      connection.restored = true
    } else if (isKind(filter, 'OriginalSrc', 'original_src')) {
      connection.originalSource = { mark: filter.config.get('mark').number() }
    } else if (isKind(filter, 'TlsInspector', 'tls_inspector')) {
      if (downstream.tls === null) continue
      connection.transportProtocol = 'tls'
      connection.serverName = (downstream.tls.sni ?? '').toLowerCase()
      connection.applicationProtocols = downstream.tls.alpn
    } else if (isKind(filter, 'HttpInspector', 'http_inspector')) {
      const plain = connection.transportProtocol === '' || connection.transportProtocol === 'raw_buffer'
      if (plain && downstream.tls === null && downstream.request !== null) connection.applicationProtocols = PLAIN_HTTP
    }
  }
  if (connection.transportProtocol === '') connection.transportProtocol = 'raw_buffer'
  return connection
}

const KNOWN_FILTERS = [
  'OriginalDst',
  'OriginalSrc',
  'TlsInspector',
  'HttpInspector',
  'original_dst',
  'original_src',
  'tls_inspector',
  'http_inspector',
]
const known: ReadonlySet<string> = new Set(KNOWN_FILTERS)

/** Listener filters that may change the outcome and are not modelled (proxy_protocol, local_ratelimit, wasm…). */
export function unmodelledListenerFilters(listener: Listener): ListenerFilter[] {
  return listener.listenerFilters.filter((filter) => !known.has(filter.kind))
}
