import { addressText, parseSocketAddress } from '@/lib/envoy/config/address'
import type { Cluster } from '@/lib/envoy/config/cluster'
import { type BreakerLoad, unlessOpen } from '@/lib/envoy/evaluate/breaker'
import { connect } from '@/lib/envoy/evaluate/connect-host'
import { clusterEvent, type Delivery, failed } from '@/lib/envoy/evaluate/delivery'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { after, unknownEnd } from '@/lib/envoy/evaluate/tree'
import type { EnvoyTree, SocketAddress } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

const DEFAULT_HEADER = 'x-envoy-original-dst-host'

interface Destination {
  address: SocketAddress
  /** What says so, as the endpoint's card names it. */
  from: string
}

/** The text under a path of metadata (envoy.type.metadata.v3.MetadataKey); of a list its first item. */
function textUnder(metadata: JsonNode | undefined, key: JsonNode): string | null {
  if (metadata === undefined) return null
  let found = metadata
  for (const segment of key.get('path').items()) found = found.key(segment.get('key').text() ?? '')
  const value = found.items()[0]?.value() ?? found.value()
  return typeof value === 'string' ? value : null
}

function fromMetadata(flow: Flow, config: JsonNode): Destination | null {
  const key = config.get('metadata_key')
  const text = key.exists ? textUnder(flow.connection.metadata.get(key.get('key').text() ?? ''), key) : null
  const address = text === null ? null : parseSocketAddress(text)
  return address && { address, from: 'metadata' }
}

function fromHeader(config: JsonNode, { via, request }: Delivery): Destination | null {
  if (via !== 'http' || !config.get('use_http_header').flag()) return null
  const text = request?.headers.get((config.get('http_header_name').text() || DEFAULT_HEADER).toLowerCase())
  const address = text === undefined ? null : parseSocketAddress(text)
  return address && { address, from: 'header' }
}

/** Filter state, metadata, a header, then the address that the client had asked for: what is no address is passed over. Source: OriginalDstCluster::LoadBalancer::chooseHost. */
function destinationOf(flow: Flow, cluster: Cluster, delivery: Delivery): Destination | null | 'unknown' {
  const { local, restored } = flow.connection
  const set = flow.destinationSet
  if (set?.text === null) return 'unknown'
  const config = cluster.node.get('original_dst_lb_config')
  const address = set ? parseSocketAddress(set.text) : null
  const found =
    (address && { address, from: 'filter state' }) ??
    fromMetadata(flow, config) ??
    fromHeader(config, delivery) ??
    (restored ? { address: local, from: 'original destination' } : null)
  const port = config.get('upstream_port_override').number()
  return found && port !== null ? { ...found, address: { ...found.address, port } } : found
}

/** ORIGINAL_DST: one host, whose address the connection or the request says. */
export function toOriginalDestination(
  flow: Flow,
  cluster: Cluster,
  delivery: Delivery,
  again: () => EnvoyTree,
  load: BreakerLoad,
  facts: Record<string, string>,
): EnvoyTree {
  const found = destinationOf(flow, cluster, delivery)
  if (found === 'unknown') {
    const reason = 'A filter sets the destination from something that is not in any dump.'
    return unknownEnd(reason, [clusterEvent(cluster, facts, reason)])
  }
  if (found === null) {
    const reason = 'The original destination of the connection is not known to this listener.'
    return failed(flow, delivery, 503, 'UH', reason, [clusterEvent(cluster, facts, reason)])
  }
  const name = addressText({ kind: 'socket', ...found.address })
  const way = connect(flow, cluster, delivery, again, null, found.address, name, { address: found.from })
  return after([clusterEvent(cluster, facts, null)], unlessOpen(flow, delivery, load, way))
}
