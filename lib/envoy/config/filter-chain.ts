import { type IpRange, readIpRange } from '@/lib/envoy/config/ip-range'
import { objectsOf } from '@/lib/envoy/config/istio-object'
import { readTransportSocket, type TransportSocket } from '@/lib/envoy/config/transport-socket'
import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { openTypedConfig } from '@/lib/envoy/parse/typed-config'

/** envoy.config.listener.v3.FilterChainMatch; empty lists and nulls ask for nothing. */
export interface FilterChainMatch {
  destinationPort: number | null
  prefixRanges: IpRange[]
  serverNames: string[]
  transportProtocol: string | null
  applicationProtocols: string[]
  directSourceRanges: IpRange[]
  sourceType: 'ANY' | 'SAME_IP_OR_LOOPBACK' | 'EXTERNAL'
  sourceRanges: IpRange[]
  sourcePorts: number[]
}

/** A network or HTTP filter; `kind` is the last part of its message's name. */
export interface FilterConfig {
  name: string
  kind: string
  type: string
  config: JsonNode
  disabled: boolean
  pointer: string
}

export interface FilterChain {
  /** The chain's own name; chains without one get none. */
  name: string | null
  /** Position in the listener, from 1; the default chain comes last. */
  index: number
  match: FilterChainMatch
  transport: TransportSocket
  filters: FilterConfig[]
  objects: string[]
  pointer: string
}

/** Reads a filter of either kind (network, HTTP); an ECDS one has kind "" until it is looked up. */
export function readFilter(node: JsonNode): FilterConfig {
  const { kind, type, config } = openTypedConfig(node.get('typed_config'))
  return { name: node.get('name').text() ?? '', kind, type, config, disabled: node.get('disabled').flag(), pointer: node.pointer }
}

function sourceType(text: string | null): FilterChainMatch['sourceType'] {
  return text === 'SAME_IP_OR_LOOPBACK' || text === 'EXTERNAL' ? text : 'ANY'
}

function readMatch(node: JsonNode): FilterChainMatch {
  return {
    destinationPort: node.get('destination_port').number(),
    prefixRanges: node.get('prefix_ranges').items().map(readIpRange),
    serverNames: node
      .get('server_names')
      .texts()
      .map((name) => name.toLowerCase()),
    transportProtocol: node.get('transport_protocol').text() || null,
    applicationProtocols: node.get('application_protocols').texts(),
    directSourceRanges: node.get('direct_source_prefix_ranges').items().map(readIpRange),
    sourceType: sourceType(node.get('source_type').text()),
    sourceRanges: node.get('source_prefix_ranges').items().map(readIpRange),
    sourcePorts: node
      .get('source_ports')
      .items()
      .flatMap((port) => port.number() ?? []),
  }
}

/** Normalises one filter chain (envoy.config.listener.v3.FilterChain). */
export function readFilterChain(node: JsonNode, index: number): FilterChain {
  return {
    name: node.get('name').text(),
    index,
    match: readMatch(node.get('filter_chain_match')),
    transport: readTransportSocket(node.get('transport_socket')),
    filters: node.get('filters').items().map(readFilter),
    objects: objectsOf(node),
    pointer: node.pointer,
  }
}
