import { type FilterConfig, readFilter } from '@/lib/envoy/config/filter-chain'
import { exhausted, TOO_MUCH } from '@/lib/envoy/evaluate/budget'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import type { HttpFilter } from '@/lib/envoy/evaluate/http/filter/context'
import { answerPreflight } from '@/lib/envoy/evaluate/http/filter/cors'
import { injectFault } from '@/lib/envoy/evaluate/http/filter/fault'
import { authenticateJwt } from '@/lib/envoy/evaluate/http/filter/jwt'
import { authorizeOutside, limitByService, limitLocally, passUnknown } from '@/lib/envoy/evaluate/http/filter/limits'
import { enforceRbac } from '@/lib/envoy/evaluate/http/filter/rbac'
import { setFilterState, setIstioAlpn } from '@/lib/envoy/evaluate/http/filter/set-state'
import type { Selection } from '@/lib/envoy/evaluate/http/select-route'
import { after, unknownEnd } from '@/lib/envoy/evaluate/tree'
import type { EnvoyTree, HttpRequest } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { openTypedConfig } from '@/lib/envoy/parse/typed-config'

/** The modelled filters by their message's last name; Istio's own stand under their full names. */
const FILTERS: ReadonlyMap<string, HttpFilter> = new Map<string, HttpFilter>([
  ['RBAC', enforceRbac],
  ['JwtAuthentication', authenticateJwt],
  ['HTTPFault', injectFault],
  ['Cors', answerPreflight],
  ['LocalRateLimit', limitLocally],
  ['RateLimit', limitByService],
  ['ExtAuthz', authorizeOutside],
  ['istio.envoy.config.filter.http.alpn.v2alpha1.FilterConfig', setIstioAlpn],
  ['envoy.extensions.filters.http.set_filter_state.v3.Config', setFilterState],
])

/** Filters that never change where a request goes or what it gets. */
const HARMLESS: ReadonlySet<string> = new Set([
  'envoy.extensions.filters.http.grpc_stats.v3.FilterConfig',
  'istio.envoy.config.filter.http.peer_metadata.v1.Config',
  'io.istio.http.peer_metadata.Config',
  'stats.PluginConfig',
  'istio.stats',
  'envoy.extensions.filters.http.buffer.v3.Buffer',
  'envoy.extensions.filters.http.compressor.v3.Compressor',
  'envoy.extensions.filters.http.decompressor.v3.Decompressor',
  'envoy.extensions.filters.http.grpc_web.v3.GrpcWeb',
  'envoy.extensions.filters.http.on_demand.v3.OnDemand',
  'envoy.extensions.filters.http.tap.v3.Tap',
  'envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec',
  'envoy.extensions.filters.http.connect_grpc_bridge.v3.FilterConfig',
  'envoy.extensions.filters.http.bandwidth_limit.v3.BandwidthLimit',
])
/** Istio's statistics and metadata run as extensions of these names. */
const HARMLESS_NAMES: ReadonlySet<string> = new Set([
  'istio.stats',
  'istio.metadata_exchange',
  'istio_authn',
  'waypoint_downstream_peer_metadata',
])

/** A filter that is configured by ECDS, with the configuration that arrived; null: none has. */
function resolve(flow: Flow, filter: FilterConfig): FilterConfig {
  if (filter.kind !== '') return filter
  const extension = flow.state.dump.extensions().get(filter.name)
  return extension === undefined ? filter : { ...readFilter(extension.node), name: filter.name }
}

interface Override {
  config: JsonNode | null
  disabled: boolean
}

/** The most specific typed_per_filter_config: weighted cluster, route, virtual host, route configuration. */
function overrideOf(selection: Selection, name: string): Override {
  const levels = [selection.weighted, selection.route?.node, selection.virtualHost?.node, selection.config.node]
  for (const level of levels) {
    const entry = level?.get('typed_per_filter_config').key(name)
    if (entry === undefined || !entry.exists) continue
    const { type, config } = openTypedConfig(entry)
    if (type !== 'envoy.config.route.v3.FilterConfig') return { config, disabled: false }
    return { config: config.has('config') ? openTypedConfig(config.get('config')).config : null, disabled: config.get('disabled').flag() }
  }
  return { config: null, disabled: false }
}

/** Runs the HTTP filters in order; `route` is what the router at their end does. */
export function runHttpFilters(
  flow: Flow,
  filters: readonly FilterConfig[],
  request: HttpRequest,
  selection: Selection,
  route: (flow: Flow, request: HttpRequest) => EnvoyTree,
): EnvoyTree {
  const [first] = filters
  if (first === undefined) return route(flow, request)
  if (exhausted(flow, 1)) return unknownEnd(TOO_MUCH)
  const filter = resolve(flow, first)
  const later = new Set<EnvoyTree['end']>()
  const next = (left: Flow, sent: HttpRequest) => {
    const onward = runHttpFilters(left, filters.slice(1), sent, selection, route)
    later.add(onward.end)
    return onward
  }
  if (filter.type === 'envoy.extensions.filters.http.router.v3.Router' || filter.name === 'envoy.filters.http.router')
    return route(flow, request)
  const { config, disabled } = overrideOf(selection, filter.name)
  if (disabled || (filter.disabled && config === null)) return next(flow, request)
  if (HARMLESS.has(filter.type) || HARMLESS_NAMES.has(filter.name)) return next(flow, request)
  const known = FILTERS.get(filter.type) ?? FILTERS.get(filter.kind)
  const tree = (known ?? passUnknown)({ flow, request, selection, filter, override: config, next })
  // Its own answer, not one that came from what follows it.
  const refused = tree.end?.kind === 'answered' && !later.has(tree.end)
  return flow.letPass && refused ? after(tree.events, next(flow, request)) : tree
}
