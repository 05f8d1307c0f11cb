import type { CircuitBreaker, Cluster, RoutingPriority } from '@/lib/envoy/config/cluster'
import type { Host } from '@/lib/envoy/config/hosts'
import { type Delivery, failed } from '@/lib/envoy/evaluate/delivery'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { type EnvoyBranch, forked } from '@/lib/envoy/evaluate/tree'
import type { EnvoyTree } from '@/lib/envoy/model'
import type { HostLoad } from '@/lib/envoy/parse/clusters'
import { MAX_BRANCHES } from '@/lib/envoy/parse/limits'

/** Envoy's limits where a cluster sets none. */
const DEFAULT_LIMIT = 1024
const GOES_ON = 'goes on'
const OVERFLOW = 'All connections that the circuit breaker allows were in use when it was observed, and no more requests may wait for one.'
const WAITS =
  'All connections that the circuit breaker allows were in use when it was observed: the request waits for one until it times out.'

interface Gauge {
  /** null: not observed. */
  active: number | null
  limit: number
  /** The limit was reached when it was observed, or may have been: what is active is counted for all priorities together. */
  open: boolean
}

/** How loaded a cluster was when it was observed. */
export interface BreakerLoad {
  connections: Gauge
  requests: Gauge
}

/** What the breaker itself says (`cluster.NAME.circuit_breakers.default.rq_open`), where the statistics were kept; null: they were not. */
function said(flow: Flow, cluster: Cluster, priority: RoutingPriority, gauge: 'cx_open' | 'rq_open'): boolean | null {
  const name = (cluster.node.get('alt_stat_name').text() || cluster.name).replaceAll(':', '_')
  const value = flow.state.stats?.values.get(`cluster.${name}.circuit_breakers.${priority.toLowerCase()}.${gauge}`)
  return typeof value === 'number' ? value > 0 : null
}

/** The load of a cluster's hosts against the limits of a priority; of too many hosts it is not read. */
export function breakerLoad(flow: Flow, cluster: Cluster, priority: RoutingPriority): BreakerLoad {
  const { clusters } = flow.state
  const { maxConnections, maxRequests } = cluster.circuitBreakers[priority]
  const status = clusters === null || clusters.hostCount(cluster.name) > MAX_BRANCHES ? undefined : clusters.byName.get(cluster.name)?.()
  const gauge = (field: keyof HostLoad, limit: number, told: boolean | null): Gauge => {
    const active = status === undefined ? null : status.hosts.reduce((sum, host) => sum + host.active[field], 0)
    return { active, limit, open: told ?? (active !== null && active >= limit) }
  }
  return {
    connections: gauge('connections', maxConnections ?? DEFAULT_LIMIT, said(flow, cluster, priority, 'cx_open')),
    requests: gauge('requests', maxRequests ?? DEFAULT_LIMIT, said(flow, cluster, priority, 'rq_open')),
  }
}

/** What the cluster's card says of its load: beside a limit that it sets, and beside any that was reached. */
export function loadFacts({ connections, requests }: BreakerLoad, limits: CircuitBreaker): Record<string, string> {
  const facts: Record<string, string> = {}
  const show = (name: string, { active, limit, open }: Gauge, set: number | null) => {
    // Envoy's "no limit" is 2^32-1, as istiod writes it.
    if (active !== null && (open || (set !== null && set < 2 ** 32 - 1))) facts[name] = `${active} of ${limit}${open ? ', open' : ''}`
  }
  show('active connections', connections, limits.maxConnections)
  show('active requests', requests, limits.maxRequests)
  return facts
}

/** Limits of 0 let nothing through; but HTTP always gets a first connection, whatever max_connections says. */
export function shutAlways({ maxPending, maxRequests }: CircuitBreaker, via: Delivery['via']): boolean {
  return maxPending === 0 || (via === 'http' && maxRequests === 0)
}

/** A breaker lets nothing through: 503 UO, or a closed connection. */
export function shut(flow: Flow, delivery: Delivery, reason: string): EnvoyTree {
  return failed(flow, delivery, 503, 'UO', reason, [])
}

/** No request may wait for a connection. To tcp_proxy this is a failed try, which it gives up (URX); its own check is UO. */
export function mayNotWait(flow: Flow, delivery: Delivery, reason: string): EnvoyTree {
  return delivery.via === 'tcp' ? failed(flow, delivery, 503, 'URX', reason, []) : shut(flow, delivery, reason)
}

function either(way: EnvoyTree, ...others: [label: string, tree: EnvoyTree][]): EnvoyTree {
  const open = others.map(([label, tree]): EnvoyBranch => ({ probability: null, label, tree }))
  return forked([...open, { probability: null, label: GOES_ON, tree: way }])
}

/** A breaker that was open: it still is, or the load has gone. tcp_proxy asks for a connection, the router for a request. */
export function unlessOpen(flow: Flow, delivery: Delivery, load: BreakerLoad, way: EnvoyTree): EnvoyTree {
  const what = delivery.via === 'tcp' ? 'connections' : 'requests'
  const { open, active, limit } = load[what]
  if (!open) return way
  const reason =
    active === null
      ? `A circuit breaker of the cluster was open when it was observed: its ${limit} ${what} were active.`
      : `A circuit breaker of the cluster was open when it was observed: ${active} of ${limit} ${what} were active.`
  return either(way, ['circuit breaker open', shut(flow, delivery, reason)])
}

/**
 * A request to a host at the limit of connections: a pool without any always opens one, else it waits for one of the busy
 * ones, if max_pending_requests lets it. Source: Envoy's ConnPoolImplBase::newStreamImpl and tryCreateNewConnection.
 */
export function unlessWaiting(flow: Flow, cluster: Cluster, delivery: Delivery, load: BreakerLoad, host: Host, way: EnvoyTree): EnvoyTree {
  const here = host.active?.connections ?? 0
  const perHost = cluster.circuitBreakers[delivery.priority].maxConnectionsPerHost
  // tcp_proxy has asked for the cluster's limit before.
  const full = (delivery.via === 'http' && load.connections.open) || (perHost !== null && here >= perHost)
  if (cluster.http2 || here === 0 || !full) return way
  const refused = mayNotWait(flow, delivery, OVERFLOW)
  const timesOut = delivery.via === 'http' && delivery.timeoutMs !== 0
  const late: [string, EnvoyTree][] = timesOut ? [['waits too long', failed(flow, delivery, 504, 'UT', WAITS, [])]] : []
  return either(way, ['circuit breaker open', refused], ...late)
}

/** Whether a pool may have a connection that takes a request at once: it need not wait, so a limit of 0 waiting ones does not matter. */
export function mayBeIdle(cluster: Cluster, { maxRequests }: CircuitBreaker, host: Host): boolean {
  const { connections, requests } = host.active ?? { connections: 0, requests: 0 }
  return maxRequests !== 0 && (cluster.http2 ? connections > 0 : connections > requests)
}

/** Refused, unless an idle connection takes it. */
export function orIdle(refused: EnvoyTree, idle: boolean, way: EnvoyTree): EnvoyTree {
  return idle ? either(way, ['circuit breaker open', refused]) : refused
}
