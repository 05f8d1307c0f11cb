import { objectsOf } from '@/lib/envoy/config/istio-object'
import { metadataHandedAlong, readTransportSocket, type TransportSocket } from '@/lib/envoy/config/transport-socket'
import type { Resource } from '@/lib/envoy/parse/config-dump'
import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { openTypedConfig } from '@/lib/envoy/parse/typed-config'

export type LbPolicy = 'ROUND_ROBIN' | 'LEAST_REQUEST' | 'RANDOM' | 'RING_HASH' | 'MAGLEV' | 'CLUSTER_PROVIDED' | 'UNKNOWN'

/** One entry of transport_socket_matches: the endpoint metadata it asks for, and the socket. */
export interface SocketMatch {
  name: string
  match: JsonNode
  transport: TransportSocket
  handsAlong: readonly string[] | null
}

export type RoutingPriority = 'DEFAULT' | 'HIGH'

/** null: Envoy's default of 1024. */
export interface CircuitBreaker {
  maxConnections: number | null
  maxPending: number | null
  maxRequests: number | null
  /** To each host (per_host_thresholds); null: no limit of its own. */
  maxConnectionsPerHost: number | null
}

export interface Cluster {
  name: string
  /** STATIC, STRICT_DNS, LOGICAL_DNS, EDS, ORIGINAL_DST, or the name of a custom cluster type. */
  type: string
  edsName: string
  lbPolicy: LbPolicy
  transport: TransportSocket
  /** Metadata that connections to internal listeners take along; null: nothing goes along. */
  handsAlong: readonly string[] | null
  socketMatches: SocketMatch[]
  /** Fixed source address of new connections; null: the kernel chooses. */
  bindAddress: string | null
  /** New hosts get less for a while, by how long they are there. */
  slowStart: boolean
  localityWeighted: boolean
  /** Percent of healthy hosts below which all hosts are used. */
  panicThreshold: number
  failTrafficOnPanic: boolean
  /** Limits of ordinary requests, and of those whose route has priority HIGH. */
  circuitBreakers: Record<RoutingPriority, CircuitBreaker>
  /** HTTP/2 for sure: one connection takes many requests. */
  http2: boolean
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

interface LbConfig {
  policy: LbPolicy
  /** common_lb_config's part that spreads over localities, or the extension's own. */
  localities: JsonNode
  slowStart: boolean
}

/** The load balancer: the first known extension of load_balancing_policy, else lb_policy with its own settings. */
function lbConfig(node: JsonNode): LbConfig {
  const policies = node.at('load_balancing_policy', 'policies').items()
  if (policies.length > 0) {
    const opened = policies.map((policy) => openTypedConfig(policy.at('typed_extension_config', 'typed_config')))
    const found = opened.find(({ kind }) => LB_KINDS.has(kind)) ?? opened[0]
    const config = found?.config ?? node.get('load_balancing_policy')
    const policy = LB_KINDS.get(found?.kind ?? '') ?? 'UNKNOWN'
    return { policy, localities: config.get('locality_lb_config'), slowStart: config.has('slow_start_config') }
  }
  const text = node.get('lb_policy').text() ?? 'ROUND_ROBIN'
  const own = [node.get('round_robin_lb_config'), node.get('least_request_lb_config')]
  return {
    policy: isLbPolicy(text) ? text : 'UNKNOWN',
    localities: node.get('common_lb_config'),
    slowStart: own.some((config) => config.has('slow_start_config')),
  }
}

function breaker(node: JsonNode, priority: RoutingPriority): CircuitBreaker {
  const reader = (thresholds: string) => {
    const threshold = node
      .at('circuit_breakers', thresholds)
      .items()
      .find((item) => (item.get('priority').text() ?? 'DEFAULT') === priority)
    return (field: string) => threshold?.get(field).number() ?? null
  }
  const read = reader('thresholds')
  return {
    maxConnections: read('max_connections'),
    maxPending: read('max_pending_requests'),
    maxRequests: read('max_requests'),
    maxConnectionsPerHost: reader('per_host_thresholds')('max_connections'),
  }
}

/** By the cluster's own field, or by the extension that took its place. */
function speaksHttp2(node: JsonNode): boolean {
  const extension = node.get('typed_extension_protocol_options').key('envoy.extensions.upstreams.http.v3.HttpProtocolOptions')
  const explicit = openTypedConfig(extension).config.get('explicit_http_config')
  return node.has('http2_protocol_options') || explicit.has('http2_protocol_options')
}

/** Normalises one cluster (envoy.config.cluster.v3.Cluster). */
export function readCluster(resource: Resource): Cluster {
  const { node, name } = resource
  const common = node.get('common_lb_config')
  const threshold = common.get('healthy_panic_threshold')
  const { policy, localities, slowStart } = lbConfig(node)
  return {
    name,
    type: node.get('type').text() ?? node.at('cluster_type', 'name').text() ?? 'STATIC',
    edsName: node.at('eds_cluster_config', 'service_name').text() || name,
    lbPolicy: policy,
    slowStart,
    transport: readTransportSocket(node.get('transport_socket')),
    handsAlong: metadataHandedAlong(node.get('transport_socket')),
    socketMatches: node
      .get('transport_socket_matches')
      .items()
      .map((item) => ({
        name: item.get('name').text() ?? '',
        match: item.get('match'),
        transport: readTransportSocket(item.get('transport_socket')),
        handsAlong: metadataHandedAlong(item.get('transport_socket')),
      })),
    bindAddress: node.at('upstream_bind_config', 'source_address', 'address').text(),
    localityWeighted: localities.has('locality_weighted_lb_config'),
    panicThreshold: threshold.exists ? Math.round(threshold.get('value').number() ?? 0) : 50,
    failTrafficOnPanic: localities.at('zone_aware_lb_config', 'fail_traffic_on_panic').flag(),
    circuitBreakers: { DEFAULT: breaker(node, 'DEFAULT'), HIGH: breaker(node, 'HIGH') },
    http2: speaksHttp2(node),
    connectTimeoutMs: node.get('connect_timeout').milliseconds() ?? 5000,
    outlierDetection: node.has('outlier_detection'),
    subsets: node.get('lb_subset_config'),
    objects: objectsOf(node),
    node,
    pointer: node.pointer,
  }
}
