import { addressText, type EnvoyAddress, readAddress } from '@/lib/envoy/config/address'
import { type FilterChain, readFilterChain } from '@/lib/envoy/config/filter-chain'
import type { Resource, ResourceState } from '@/lib/envoy/parse/config-dump'
import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { MAX_FILTER_CHAINS } from '@/lib/envoy/parse/limits'
import { openTypedConfig } from '@/lib/envoy/parse/typed-config'

/** A listener filter. `kind` is the message's last name: OriginalDst, TlsInspector, HttpInspector, OriginalSrc, ProxyProtocol… */
export interface ListenerFilter {
  name: string
  kind: string
  config: JsonNode
  /** The predicate under which it is off; does not exist when it always runs. */
  disabled: JsonNode
}

/** One listener. `state` as in the dump; the order of `filterChains` is the dump's. */
export interface Listener {
  name: string
  state: ResourceState
  origin: 'static' | 'dynamic'
  addresses: EnvoyAddress[]
  bindToPort: boolean
  /** It has no socket: connections come from this Envoy's own clusters. */
  internal: boolean
  useOriginalDst: boolean
  transparent: boolean
  direction: 'INBOUND' | 'OUTBOUND' | null
  listenerFilters: ListenerFilter[]
  /** At most MAX_FILTER_CHAINS of the `chainCount` that there are. */
  filterChains: FilterChain[]
  chainCount: number
  defaultFilterChain: FilterChain | null
  /** A filter_chain_matcher tree is used instead of the chains' own matches. */
  matcher: JsonNode
  pointer: string
}

function readListenerFilter(node: JsonNode): ListenerFilter {
  const { kind, config } = openTypedConfig(node.get('typed_config'))
  const name = node.get('name').text() ?? ''
  return { name, kind: kind || (name.split('.').at(-1) ?? ''), config, disabled: node.get('filter_disabled') }
}

/** A listener's addresses, without reading the rest of it. */
export function listenerAddresses(node: JsonNode): EnvoyAddress[] {
  const more = node
    .get('additional_addresses')
    .items()
    .map((item) => item.get('address'))
  return [node.get('address'), ...more].filter((address) => address.exists).map(readAddress)
}

/** Whether a listener owns a socket (others only take connections that a bound one hands over). */
export function bindsToPort(node: JsonNode): boolean {
  return node.get('bind_to_port').flag(true) && node.at('deprecated_v1', 'bind_to_port').flag(true)
}

/** Whether a listener takes connections of this Envoy itself. */
export function isInternal(node: JsonNode): boolean {
  return node.has('internal_listener') || node.at('address', 'envoy_internal_address').exists
}

/** Normalises one listener (envoy.config.listener.v3.Listener). */
export function readListener(resource: Resource): Listener {
  const { node } = resource
  const fallback = node.get('default_filter_chain')
  const direction = node.get('traffic_direction').text()
  const addresses = listenerAddresses(node)
  return {
    // Listeners of the bootstrap may have no name; Envoy then makes up a random one, which says less than the address.
    name: resource.name || addresses.map(addressText).join(', '),
    state: resource.state,
    origin: resource.origin,
    addresses,
    bindToPort: bindsToPort(node),
    internal: isInternal(node),
    useOriginalDst: node.get('use_original_dst').flag(),
    transparent: node.get('transparent').flag(),
    direction: direction === 'INBOUND' || direction === 'OUTBOUND' ? direction : null,
    listenerFilters: node.get('listener_filters').items().map(readListenerFilter),
    filterChains: node
      .get('filter_chains')
      .items()
      .slice(0, MAX_FILTER_CHAINS)
      .map((chain, index) => readFilterChain(chain, index + 1)),
    chainCount: node.get('filter_chains').length,
    defaultFilterChain: fallback.exists ? readFilterChain(fallback, node.get('filter_chains').length + 1) : null,
    matcher: node.get('filter_chain_matcher'),
    pointer: node.pointer,
  }
}
