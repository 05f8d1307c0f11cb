import type { Cluster, RoutingPriority } from '@/lib/envoy/config/cluster'
import type { HashPolicy } from '@/lib/envoy/config/hash-policy'
import type { RetryPolicy } from '@/lib/envoy/config/route'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { answered, closed, event } from '@/lib/envoy/evaluate/tree'
import type { ClientTls, EnvoyEvent, EnvoyTree, HttpRequest } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** What is to be sent to a cluster, by the router or by tcp_proxy. */
export interface Delivery {
  via: 'http' | 'tcp'
  request: HttpRequest | null
  /** TLS that is passed through unopened. */
  inside: ClientTls | null
  route: string | null
  mirrors: string[]
  retry: RetryPolicy | null
  timeoutMs: number | null
  /** metadata_match of the route and, after it, of its weighted cluster, for subset load balancing. */
  metadataMatch: readonly JsonNode[]
  priority: RoutingPriority
  /** What rings and tables choose the host by. */
  hashed: readonly HashPolicy[]
  /** Host rewriting that needs the chosen host (auto_host_rewrite). */
  autoHostRewrite: boolean
}

/** The access log's flags with this one at the end. */
export function flagsOf(flow: Flow, last: string): string {
  return [...flow.flags, last].join(',')
}

/** What the downstream gets when no connection can even be tried. */
export function failed(flow: Flow, delivery: Delivery, status: number, flag: string, reason: string, events: EnvoyEvent[]): EnvoyTree {
  if (delivery.via === 'tcp') return closed('reset', flag, reason, events)
  return answered(status, flagsOf(flow, flag), reason, events)
}

/** That a request reached a cluster. */
export function clusterEvent(cluster: Cluster, facts: Record<string, string>, reason: string | null): EnvoyEvent {
  return event({ kind: 'cluster', cluster: cluster.name, pointer: cluster.pointer, facts, objects: cluster.objects, reason })
}

/** What a cluster's card says of it. */
export function clusterFacts(cluster: Cluster, priority: RoutingPriority): Record<string, string> {
  const facts: Record<string, string> = { type: cluster.type, lb: cluster.lbPolicy }
  const { maxConnections, maxPending, maxRequests } = cluster.circuitBreakers[priority]
  // Envoy's "no limit" is 2^32-1, as istiod writes it.
  const limit = (value: number | null): value is number => value !== null && value < 2 ** 32 - 1
  if (limit(maxConnections)) facts['max connections'] = String(maxConnections)
  if (limit(maxPending)) facts['max pending requests'] = String(maxPending)
  if (limit(maxRequests)) facts['max requests'] = String(maxRequests)
  if (cluster.outlierDetection) facts['outlier detection'] = 'on'
  return facts
}
