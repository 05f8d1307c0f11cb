import { addressText } from '@/lib/envoy/config/address'
import type { Cluster } from '@/lib/envoy/config/cluster'
import { endpointCount, type Host } from '@/lib/envoy/config/hosts'
import { isHashed } from '@/lib/envoy/evaluate/balance'
import {
  type BreakerLoad,
  breakerLoad,
  loadFacts,
  mayBeIdle,
  mayNotWait,
  orIdle,
  shut,
  shutAlways,
  unlessOpen,
  unlessWaiting,
} from '@/lib/envoy/evaluate/breaker'
import { exhausted, TOO_MUCH } from '@/lib/envoy/evaluate/budget'
import { chooseHosts, type HostChoice } from '@/lib/envoy/evaluate/choose-hosts'
import { toHost } from '@/lib/envoy/evaluate/connect-host'
import { clusterEvent, clusterFacts, type Delivery, failed } from '@/lib/envoy/evaluate/delivery'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { hashReason } from '@/lib/envoy/evaluate/hash'
import { toOriginalDestination } from '@/lib/envoy/evaluate/original-destination'
import { after, forked, unknownEnd } from '@/lib/envoy/evaluate/tree'
import type { EnvoyTree } from '@/lib/envoy/model'
import { MAX_BRANCHES } from '@/lib/envoy/parse/limits'

function unresolved(host: Host): boolean {
  return host.address.kind === 'socket' && !/^[0-9.]+$|:/.test(host.address.ip)
}

/** Why no host can take it, for people. */
function noHealthy(hosts: readonly Host[]): string {
  if (hosts.length === 0) return 'The cluster has no endpoints.'
  const reasons = [...new Set(hosts.flatMap((host) => host.failed))]
  return `None of the ${hosts.length} endpoints is healthy${reasons.length === 0 ? '' : `: ${reasons.join(', ')}`}.`
}

/** A breaker with a limit of 0, which no load has to reach. */
const SHUT = 'A circuit breaker of the cluster allows nothing.'

const PASSED_ON: ReadonlySet<string> = new Set([
  'STATIC',
  'EDS',
  'STRICT_DNS',
  'LOGICAL_DNS',
  'envoy.cluster.strict_dns',
  'envoy.cluster.logical_dns',
  'envoy.clusters.dns',
])

/** Why a cluster of that name cannot be used, for people. */
export function missingCluster(flow: Flow, name: string): string {
  const warming = flow.state.dump.warmingClusters().some((one) => one.name === name)
  return warming ? `The cluster ${name} is still warming.` : `This proxy has no cluster ${name}.`
}

/** The way from a chosen cluster to its hosts. A cluster that does not exist answers `missingStatus` (NC). */
export function reachCluster(flow: Flow, name: string, delivery: Delivery, missingStatus = 503): EnvoyTree {
  const cluster = flow.index.cluster(name)
  if (cluster === null) {
    const reason = missingCluster(flow, name)
    // No cluster step: the access log names no cluster here either. The route's (or tcp_proxy's) step says which one is missing.
    return failed(flow, delivery, missingStatus, 'NC', reason, [])
  }
  const again = () => reachCluster(flow, name, delivery, missingStatus)
  const breaker = cluster.circuitBreakers[delivery.priority]
  const load = breakerLoad(flow, cluster, delivery.priority)
  const facts = { ...clusterFacts(cluster, delivery.priority), ...loadFacts(load, breaker) }
  // tcp_proxy asks for a connection before it has a host; the limits on requests are asked behind the load balancer.
  if (delivery.via === 'tcp' && breaker.maxConnections === 0) return after([clusterEvent(cluster, facts, SHUT)], shut(flow, delivery, SHUT))
  if (cluster.type === 'ORIGINAL_DST') return toOriginalDestination(flow, cluster, delivery, again, load, facts)
  const count = endpointCount(cluster, flow.state.dump, flow.state.clusters)
  if (count > MAX_BRANCHES) {
    const reason = `The cluster ${name} has ${count} endpoints; at most ${MAX_BRANCHES} are followed.`
    return unknownEnd(reason, [clusterEvent(cluster, facts, reason)])
  }
  if (exhausted(flow, 1 + count)) return unknownEnd(TOO_MUCH, [clusterEvent(cluster, facts, TOO_MUCH)])
  const choice = chooseHosts(flow, cluster, delivery)
  if (!PASSED_ON.has(cluster.type) && choice.hosts.length === 0) {
    const reason = `A cluster of type ${cluster.type} without listed endpoints is not modelled.`
    return unknownEnd(reason, [clusterEvent(cluster, facts, reason)])
  }
  if (choice.hosts.some(unresolved)) {
    const reason = 'The endpoints are names, and no dump says to which addresses Envoy resolved them.'
    return unknownEnd(reason, [clusterEvent(cluster, facts, reason)])
  }
  const tree = toHosts(flow, cluster, delivery, choice, load, facts, again)
  if (choice.dropped === 0) return tree
  const overload = 'Envoy is told to drop a part of the requests (drop_overloads).'
  return forked([
    {
      probability: choice.dropped,
      label: 'dropped',
      tree: failed(flow, delivery, 503, 'DO', overload, [clusterEvent(cluster, facts, overload)]),
    },
    { probability: 1 - choice.dropped, label: 'goes on', tree },
  ])
}

/** The fork over the hosts that the load balancer may pick. */
function toHosts(
  flow: Flow,
  cluster: Cluster,
  delivery: Delivery,
  choice: HostChoice,
  load: BreakerLoad,
  facts: Record<string, string>,
  again: () => EnvoyTree,
): EnvoyTree {
  const { hosts, shares, failing, panic } = choice
  const healthy = hosts.filter((host) => host.failed.length === 0).length
  const counted = { ...facts, endpoints: `${healthy} of ${hosts.length} healthy`, ...(panic ? { panic: 'all endpoints are used' } : {}) }
  const chosen = new Set(shares.map((share) => share.host))
  const skipped = hosts.flatMap((host, at) =>
    chosen.has(host)
      ? []
      : [{ index: at + 1, name: addressText(host.address), part: 'health', why: host.failed.join(', ') || 'its priority gets no traffic' }],
  )
  const unhealthy = noHealthy(hosts)
  if (shares.length === 0) return failed(flow, delivery, 503, 'UH', unhealthy, [{ ...clusterEvent(cluster, counted, unhealthy), skipped }])
  const breaker = cluster.circuitBreakers[delivery.priority]
  const closed = shutAlways(breaker, delivery.via)
  const refused = () => mayNotWait(flow, delivery, SHUT)
  if (closed && failing === 0 && !shares.some(({ host }) => mayBeIdle(cluster, breaker, host)))
    return after([clusterEvent(cluster, counted, SHUT)], refused())
  const branches = shares.map((share) => {
    const way = toHost(flow, cluster, delivery, again, share)
    const tree = closed
      ? orIdle(refused(), mayBeIdle(cluster, breaker, share.host), way)
      : unlessWaiting(flow, cluster, delivery, load, share.host, way)
    return { probability: share.probability, label: addressText(share.host.address), tree }
  })
  const none = { probability: failing, label: 'no endpoint', tree: failed(flow, delivery, 503, 'UH', unhealthy, []) }
  const ways = forked(failing === 0 ? branches : [...branches, none])
  const way = closed ? ways : unlessOpen(flow, delivery, load, ways)
  const reason = choice.reason ?? (isHashed(cluster) && shares.length > 1 ? hashReason(delivery) : null)
  return after([{ ...clusterEvent(cluster, counted, reason), skipped }], way)
}
