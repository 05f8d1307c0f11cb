import { objectsOf } from '@/lib/envoy/config/istio-object'
import { readTransportSocket, type TransportSocket } from '@/lib/envoy/config/transport-socket'
import type { Resource } from '@/lib/envoy/parse/config-dump'
import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { openTypedConfig } from '@/lib/envoy/parse/typed-config'

export type LbPolicy = 'ROUND_ROBIN' | 'LEAST_REQUEST' | 'RANDOM' | 'RING_HASH' | 'MAGLEV' | 'CLUSTER_PROVIDED' | 'UNKNOWN'

/** One entry of transport_socket_matches: the endpoint metadata it asks for, and the socket. */
export interface SocketMatch {
  name: string
  match: JsonNode
  transport: TransportSocket
}

export interface Cluster {
  name: string
  /** STATIC, STRICT_DNS, LOGICAL_DNS, EDS, ORIGINAL_DST, or the name of a custom cluster type. */
  type: string
  edsName: string
  lbPolicy: LbPolicy
  transport: TransportSocket
  socketMatches: SocketMatch[]
  /** Fixed source address of new connections; null: the kernel chooses. */
  bindAddress: string | null
  localityWeighted: boolean
  /** Percent of healthy hosts below which all hosts are used. */
  panicThreshold: number
  failTrafficOnPanic: boolean
  circuitBreakers: { maxConnections: number | null; maxPending: number | null; maxRequests: number | null }
  connectTimeoutMs: number
  outlierDetection: boolean
  subsets: JsonNode
  objects: string[]
  node: JsonNode
  pointer: string
}

const LB_KINDS: ReadonlyMap<string, LbPolicy> = new Map([
  ['RoundRobin', 'ROUND_ROBIN'],
  ['LeastRequest', 'LEAST_REQUEST'],
  ['Random', 'RANDOM'],
  ['RingHash', 'RING_HASH'],
  ['Maglev', 'MAGLEV'],
  ['ClusterProvided', 'CLUSTER_PROVIDED'],
])
const LB_NAMES: ReadonlySet<string> = new Set([...LB_KINDS.values()])

function isLbPolicy(text: string): text is LbPolicy {
  return LB_NAMES.has(text)
}

function lbPolicy(node: JsonNode): LbPolicy {
  const policies = node.at('load_balancing_policy', 'policies').items()
  if (policies.length > 0) {
    const kinds = policies.map((policy) => openTypedConfig(policy.at('typed_extension_config', 'typed_config')).kind)
    return kinds.map((kind) => LB_KINDS.get(kind)).find((kind) => kind !== undefined) ?? 'UNKNOWN'
  }
  const text = node.get('lb_policy').text() ?? 'ROUND_ROBIN'
  return isLbPolicy(text) ? text : 'UNKNOWN'
}

function breakers(node: JsonNode): Cluster['circuitBreakers'] {
  const threshold = node
    .at('circuit_breakers', 'thresholds')
    .items()
    .find((item) => (item.get('priority').text() ?? 'DEFAULT') === 'DEFAULT')
  const read = (field: string) => threshold?.get(field).number() ?? null
  return { maxConnections: read('max_connections'), maxPending: read('max_pending_requests'), maxRequests: read('max_requests') }
}

/** Normalises one cluster (envoy.config.cluster.v3.Cluster). */
export function readCluster(resource: Resource): Cluster {
  const { node, name } = resource
  const common = node.get('common_lb_config')
  const threshold = common.get('healthy_panic_threshold')
  return {
    name,
    type: node.get('type').text() ?? node.at('cluster_type', 'name').text() ?? 'STATIC',
    edsName: node.at('eds_cluster_config', 'service_name').text() || name,
    lbPolicy: lbPolicy(node),
    transport: readTransportSocket(node.get('transport_socket')),
    socketMatches: node
      .get('transport_socket_matches')
      .items()
      .map((item) => ({
        name: item.get('name').text() ?? '',
        match: item.get('match'),
        transport: readTransportSocket(item.get('transport_socket')),
      })),
    bindAddress: node.at('upstream_bind_config', 'source_address', 'address').text(),
    localityWeighted: common.has('locality_weighted_lb_config'),
    panicThreshold: threshold.exists ? (threshold.get('value').number() ?? 0) : 50,
    failTrafficOnPanic: common.at('zone_aware_lb_config', 'fail_traffic_on_panic').flag(),
    circuitBreakers: breakers(node),
    connectTimeoutMs: node.get('connect_timeout').milliseconds() ?? 5000,
    outlierDetection: node.has('outlier_detection'),
    subsets: node.get('lb_subset_config'),
    objects: objectsOf(node),
    node,
    pointer: node.pointer,
  }
}
