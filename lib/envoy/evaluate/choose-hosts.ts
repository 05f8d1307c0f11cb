import type { Cluster } from '@/lib/envoy/config/cluster'
import { assignmentPolicy, type Host, hostsOf } from '@/lib/envoy/config/hosts'
import { type Balance, balance, type Pool } from '@/lib/envoy/evaluate/balance'
import type { Delivery } from '@/lib/envoy/evaluate/delivery'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { fractionOf } from '@/lib/envoy/evaluate/match/fraction'
import type { HealthRules } from '@/lib/envoy/evaluate/priority-load'
import { subsetPools } from '@/lib/envoy/evaluate/subset'

/** Envoy's default overprovisioning, in percent. */
const OVERPROVISIONING = 140

function healthRules(flow: Flow, cluster: Cluster): HealthRules {
  const policy = assignmentPolicy(cluster, flow.state.dump)
  return {
    overprovisioning: policy.get('overprovisioning_factor').number() ?? OVERPROVISIONING,
    weightedPriorityHealth: policy.get('weighted_priority_health').flag(),
    panicThreshold: cluster.panicThreshold,
  }
}

/** Zone-aware routing needs to know the proxies of this proxy's own cluster, which no dump of it tells. */
function isZoneAware(flow: Flow, cluster: Cluster, hosts: readonly Host[]): boolean {
  const own = flow.state.dump.bootstrap().at('cluster_manager', 'local_cluster_name').text() ?? ''
  return own !== '' && !cluster.localityWeighted && new Set(hosts.map((host) => host.locality)).size > 1
}

/** What the first pool cannot serve goes to the next one. */
function balanceAll(cluster: Cluster, pools: readonly Pool[], rules: HealthRules): Balance {
  const [first, second] = pools.map((pool) => balance(cluster, pool, rules))
  if (first === undefined) return { shares: [], failing: 1, panic: false }
  if (second === undefined || first.failing === 0) return first
  const part = (share: number | null) => (share === null || first.failing === null ? null : share * first.failing)
  const more = second.shares.map(({ host, probability }) => ({ host, probability: part(probability) }))
  return { shares: [...first.shares, ...more], failing: part(second.failing), panic: first.panic || second.panic }
}

/** The hosts that count for a delivery, how the load balancer picks among them, and what of the requests it drops before. */
export interface HostChoice extends Balance {
  hosts: Host[]
  /** Part of the HTTP requests that Envoy is told to drop (drop_overloads). */
  dropped: number
  /** Why the shares are not known. */
  reason: string | null
}

/** Chooses the hosts of a cluster for a delivery: its subset, the health of its priorities, weights and localities. */
export function chooseHosts(flow: Flow, cluster: Cluster, delivery: Delivery): HostChoice {
  const { dump, clusters } = flow.state
  const pools = subsetPools(cluster, hostsOf(cluster, dump, clusters), delivery.metadataMatch)
  const hosts = [...new Set(pools.flatMap((pool) => pool.hosts))]
  const balanced = balanceAll(cluster, pools, healthRules(flow, cluster))
  const [drop] = assignmentPolicy(cluster, dump).get('drop_overloads').items()
  const dropped = drop === undefined || delivery.via === 'tcp' ? 0 : fractionOf(drop.get('drop_percentage'), 0)
  if (!isZoneAware(flow, cluster, hosts)) return { ...balanced, hosts, dropped, reason: null }
  const reason = 'How far zone-aware routing prefers endpoints nearby is not in any dump.'
  return { ...balanced, shares: balanced.shares.map(({ host }) => ({ host, probability: null })), hosts, dropped, reason }
}
