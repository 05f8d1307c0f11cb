import { at, type Resource } from '@/lib/istio/analysis/resource'
import { type Fault, mistake, selectorFaults, type Validation, warning } from '@/lib/istio/analysis/validation/fault'
import { field, type Json, listField, textField } from '@/lib/istio/json'

const INTERNAL =
  'EnvoyFilter exposes internal implementation details that may change at any time. Prefer other APIs if possible, and exercise extreme caution, especially around upgrades.'

const http = (names: string) => names.split(' ').map((name): [string, string] => [`envoy.${name}`, `envoy.filters.http.${name}`])
const network = (names: string) => names.split(' ').map((name): [string, string] => [`envoy.${name}`, `envoy.filters.network.${name}`])
const listener = (names: string) =>
  names.split(' ').map((name): [string, string] => [`envoy.listener.${name}`, `envoy.filters.listener.${name}`])

/** Names that Envoy's filters had before. Source: istio pkg/config/xds/filter_types.go. */
const OLD_NAMES = new Map([
  ...http('buffer cors csrf fault gzip health_check ip_tagging lua router squash'),
  ...http('grpc_http1_bridge grpc_json_transcoder grpc_web'),
  ...network('client_ssl_auth ext_authz http_connection_manager mongo_proxy ratelimit redis_proxy tcp_proxy'),
  ...listener('http_inspector original_dst original_src proxy_protocol tls_inspector'),
  ['envoy.rate_limit', 'envoy.filters.http.ratelimit'],
  ['envoy.http_dynamo_filter', 'envoy.filters.http.dynamo'],
])
const CONNECTION_MANAGERS = new Set(['envoy.filters.network.http_connection_manager', 'envoy.http_connection_manager'])
const OF_LISTENERS = new Set(['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER'])
const OF_ROUTES = new Set(['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE'])

const says = (text: string) => `Envoy filter: ${text}`

function* ofFilterMatch(filter: Json, applyTo: string, path: string): Iterable<Fault> {
  const name = textField(filter, 'name')
  const sub = field(filter, 'subFilter')
  const subName = textField(sub, 'name')
  if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN')
    yield warning(says(`filter match has no effect when used with ${applyTo}`), path)
  if (name === null) return yield mistake(says('filter match has no name to match on'), path)
  if (sub !== undefined) {
    if (applyTo !== 'HTTP_FILTER') return yield mistake(says('subfilter match can be used with applyTo HTTP_FILTER only'), path)
    if (!CONNECTION_MANAGERS.has(name))
      return yield mistake(says('subfilter match requires filter match with envoy.filters.network.http_connection_manager'), path)
    if (subName === null) return yield mistake(says('subfilter match has no name to match on'), path)
  }
  for (const old of [name, subName ?? '']) {
    const now = OLD_NAMES.get(old)
    if (now !== undefined) yield warning(`using deprecated filter name ${JSON.stringify(old)}; use ${JSON.stringify(now)} instead`, path)
  }
}

function* ofPatch(patch: Json, path: string): Iterable<Fault> {
  const applyTo = textField(patch, 'applyTo')
  const operation = textField(field(patch, 'patch'), 'operation')
  if (applyTo === null) return yield mistake(says('missing applyTo'), path)
  if (field(patch, 'patch') === undefined) return yield mistake(says('missing patch'), path)
  if (operation === null) return yield mistake(says('missing patch operation'), path)
  if (operation !== 'REMOVE' && at(patch, 'patch', 'value') === undefined)
    return yield mistake(says('missing patch value for non-remove operation'), path)
  const match = field(patch, 'match')
  const matched = ['listener', 'routeConfiguration', 'cluster'].filter((key) => field(match, key) !== undefined)
  const wanted = OF_LISTENERS.has(applyTo)
    ? 'listener'
    : OF_ROUTES.has(applyTo)
      ? 'routeConfiguration'
      : applyTo === 'CLUSTER'
        ? 'cluster'
        : null
  if (wanted !== null && matched.length > 0 && !matched.includes(wanted)) {
    const [classes, other] = wanted === 'routeConfiguration' ? ['http route class', 'route configuration'] : [`${wanted} class`, wanted]
    return yield mistake(says(`applyTo for ${classes} objects cannot have non ${other} match`), path)
  }
  const filter = at(match, 'listener', 'filterChain', 'filter')
  if (wanted === 'listener' && filter !== undefined) yield* ofFilterMatch(filter, applyTo, `${path}.match.listener.filterChain.filter`)
}

/** EnvoyFilters; whether what they write fits Envoy's own schema is not looked at. */
export const envoyFilter: Validation = {
  kind: 'EnvoyFilter',
  *faults({ spec }: Resource) {
    yield warning(INTERNAL)
    yield* selectorFaults(spec, 'workloadSelector', 'Envoy filter')
    for (const [index, patch] of listField(spec, 'configPatches').entries()) yield* ofPatch(patch, `spec.configPatches[${index}]`)
  },
}
