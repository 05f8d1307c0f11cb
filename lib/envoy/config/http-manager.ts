import { type FilterConfig, readFilter } from '@/lib/envoy/config/filter-chain'
import { type IpRange, readIpRange } from '@/lib/envoy/config/ip-range'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

export type RouteSource =
  | { kind: 'rds'; name: string }
  | { kind: 'inline'; node: JsonNode }
  | { kind: 'scoped'; node: JsonNode }
  | { kind: 'none' }

/** The parts of an http_connection_manager that decide where a request goes. */
export interface HttpManager {
  routes: RouteSource
  filters: FilterConfig[]
  /** upgrade_configs, by their type in lower case; `filters` null: those of other requests. */
  upgrades: { type: string; enabled: boolean; filters: FilterConfig[] | null }[]
  normalizePath: boolean
  mergeSlashes: boolean
  escapedSlashes: 'KEEP_UNCHANGED' | 'REJECT_REQUEST' | 'UNESCAPE_AND_REDIRECT' | 'UNESCAPE_AND_FORWARD'
  stripPort: 'any' | 'matching' | 'no'
  stripTrailingDot: boolean
  useRemoteAddress: boolean
  trustedHops: number
  skipXffAppend: boolean
  serverName: string | null
  /** internal_address_config; null: Envoy's own default. */
  internalRanges: IpRange[] | null
  pointer: string
}

function routeSource(config: JsonNode): RouteSource {
  const inline = config.get('route_config')
  if (inline.exists) return { kind: 'inline', node: inline }
  const rds = config.at('rds', 'route_config_name').text()
  if (rds !== null) return { kind: 'rds', name: rds }
  return config.has('scoped_routes') ? { kind: 'scoped', node: config.get('scoped_routes') } : { kind: 'none' }
}

function escapedSlashes(text: string | null): HttpManager['escapedSlashes'] {
  return text === 'REJECT_REQUEST' || text === 'UNESCAPE_AND_REDIRECT' || text === 'UNESCAPE_AND_FORWARD' ? text : 'KEEP_UNCHANGED'
}

/** Reads envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager. */
export function readHttpManager(config: JsonNode): HttpManager {
  return {
    routes: routeSource(config),
    filters: config.get('http_filters').items().map(readFilter),
    upgrades: config
      .get('upgrade_configs')
      .items()
      .map((item) => ({
        type: (item.get('upgrade_type').text() ?? '').toLowerCase(),
        enabled: item.get('enabled').flag(true),
        filters: item.get('filters').length === 0 ? null : item.get('filters').items().map(readFilter),
      })),
    normalizePath: config.get('normalize_path').flag(),
    mergeSlashes: config.get('merge_slashes').flag(),
    escapedSlashes: escapedSlashes(config.get('path_with_escaped_slashes_action').text()),
    stripPort: config.get('strip_any_host_port').flag() ? 'any' : config.get('strip_matching_host_port').flag() ? 'matching' : 'no',
    stripTrailingDot: config.get('strip_trailing_host_dot').flag(),
    useRemoteAddress: config.get('use_remote_address').flag(),
    trustedHops: config.get('xff_num_trusted_hops').number() ?? 0,
    skipXffAppend: config.get('skip_xff_append').flag(),
    serverName: config.get('server_name').text(),
    internalRanges: config.has('internal_address_config')
      ? config.at('internal_address_config', 'cidr_ranges').items().map(readIpRange)
      : null,
    pointer: config.pointer,
  }
}
