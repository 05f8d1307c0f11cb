import type { Flow } from '@/lib/envoy/evaluate/flow'
import type { FilterContext } from '@/lib/envoy/evaluate/http/filter/context'
import { formatting, formatValue } from '@/lib/envoy/evaluate/http/format-value'
import type { EnvoyTree, HttpRequest } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

const ALPN_KEY = 'envoy.network.application_protocols'
const DESTINATION_KEY = 'envoy.network.transport_socket.original_dst_address'

/** What connections to internal listeners take along: their original_dst restores it. */
function sharedBy(config: JsonNode, flow: Flow, request: HttpRequest): Flow['shared'] {
  const shared = new Map(flow.shared)
  for (const item of config.get('on_request_headers').items()) {
    const key = item.get('object_key').text() ?? ''
    const sharing = item.get('shared_with_upstream').text() ?? 'NONE'
    const template = item.at('format_string', 'text_format_source', 'inline_string').text()
    const value = template === null || sharing === 'NONE' ? null : formatValue(template, formatting(flow, request))
    if (value !== null) shared.set(key, value)
  }
  return shared
}

/** The address that it sets for clusters that go to the original destination. */
function destinationSet(config: JsonNode, flow: Flow, request: HttpRequest): Flow['destinationSet'] {
  const item = config
    .get('on_request_headers')
    .items()
    .findLast((one) => one.get('object_key').text() === DESTINATION_KEY)
  const template = item?.at('format_string', 'text_format_source', 'inline_string').text()
  if (item === undefined) return flow.destinationSet
  return { text: template === null || template === undefined ? null : formatValue(template, formatting(flow, request)) }
}

/** set_filter_state: only the application protocols for the upstream TLS matter here, the destination, and what internal listeners get. */
export function setFilterState({ flow: before, request, filter, override, next }: FilterContext): EnvoyTree {
  const config = override ?? filter.config
  const flow = { ...before, shared: sharedBy(config, before, request), destinationSet: destinationSet(config, before, request) }
  const alpn = config
    .get('on_request_headers')
    .items()
    .find((item) => item.get('object_key').text() === ALPN_KEY)
    ?.at('format_string', 'text_format_source', 'inline_string')
    .text()
  if (alpn === null || alpn === undefined || alpn.includes('%')) return next(flow, request)
  return next({ ...flow, alpnOverride: alpn.split(',') }, request)
}

/** istio.alpn: the same by Istio's own filter (istio.envoy.config.filter.http.alpn.v2alpha1). HTTP/1.1 is assumed upstream. */
export function setIstioAlpn({ flow, request, filter, next }: FilterContext): EnvoyTree {
  const overrides = filter.config.get('alpn_override').items()
  const http11 = overrides.find((item) => (item.get('upstream_protocol').text() ?? 'HTTP10') === 'HTTP11')
  const alpn = http11?.get('alpn_override').texts() ?? []
  return next(alpn.length === 0 ? flow : { ...flow, alpnOverride: alpn }, request)
}
