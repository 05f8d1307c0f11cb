import type { FilterContext } from '@/lib/envoy/evaluate/http/filter/context'
import type { EnvoyTree } from '@/lib/envoy/model'

const ALPN_KEY = 'envoy.network.application_protocols'

/** set_filter_state: only the application protocols for the upstream TLS matter here. */
export function setFilterState({ flow, request, filter, override, next }: FilterContext): EnvoyTree {
  const config = override ?? filter.config
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
