import type { Cluster } from '@/lib/envoy/config/cluster'
import type { Host } from '@/lib/envoy/config/hosts'
import { type HealthRules, type PriorityLoad, priorityLoads } from '@/lib/envoy/evaluate/priority-load'

/** Each host and how often the load balancer picks it; null: it depends on something that no dump shows. */
export interface Share {
  host: Host
  probability: number | null
}

export interface Balance {
  shares: Share[]
  /** How often no host is found although there are some; null: not known. */
  failing: number | null
  /** All hosts of a priority are used, because too few are healthy. */
  panic: boolean
}

/** Hosts among which the load balancer picks; `localityWeights` false: a subset that knows nothing of them. */
export interface Pool {
  hosts: readonly Host[]
  localityWeights: boolean
}

/** Rings and tables keep healthy hosts only, and pick by a hash. */
export function isHashed(cluster: Cluster): boolean {
  return cluster.lbPolicy === 'RING_HASH' || cluster.lbPolicy === 'MAGLEV'
}

function byWeight(cluster: Cluster, hosts: readonly Host[], load: number): Share[] {
  if (isHashed(cluster) || cluster.lbPolicy === 'UNKNOWN' || cluster.slowStart)
    return hosts.map((host) => ({ host, probability: hosts.length === 1 ? load : null }))
  const weighted = cluster.lbPolicy !== 'RANDOM'
  const total = hosts.reduce((sum, host) => sum + (weighted ? host.weight : 1), 0)
  return hosts.map((host) => ({ host, probability: total === 0 ? load / hosts.length : (load * (weighted ? host.weight : 1)) / total }))
}

/** A locality's weight, less where it has lost hosts (HostSetImpl::effectiveLocalityWeight); rings don't mind losses. */
function effectiveWeight(cluster: Cluster, level: PriorityLoad, locality: string, rules: HealthRules): number {
  const usable = level.usable.filter((host) => host.locality === locality)
  const counted = level.hosts.filter((host) => host.locality === locality && !host.excluded).length
  const weight = level.hosts.find((host) => host.locality === locality)?.localityWeight ?? 0
  if (isHashed(cluster)) return usable.length === 0 ? 0 : weight
  return counted === 0 ? 0 : weight * Math.min(1, ((rules.overprovisioning / 100) * usable.length) / counted)
}

/** Locality weights decide before the hosts' own (locality_weighted_lb_config), but not in panic. */
function byLocality(cluster: Cluster, pool: Pool, level: PriorityLoad, rules: HealthRules): Share[] {
  const load = level.load / 100
  const weighted = cluster.localityWeighted && pool.localityWeights && (!level.panic || isHashed(cluster))
  if (!weighted) return byWeight(cluster, level.usable, load)
  const names = [...new Set(level.usable.map((host) => host.locality))]
  const weights = names.map((name) => effectiveWeight(cluster, level, name, rules))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return isHashed(cluster) ? [] : byWeight(cluster, level.usable, load)
  return names.flatMap((name, at) =>
    (weights[at] ?? 0) === 0
      ? []
      : byWeight(
          cluster,
          level.usable.filter((host) => host.locality === name),
          isHashed(cluster) && names.length > 1 ? Number.NaN : (load * (weights[at] ?? 0)) / total,
        ).map((share) => (Number.isNaN(share.probability) ? { ...share, probability: null } : share)),
  )
}

/** The hosts that a new request may go to, with their probabilities; no share at all: no healthy upstream (UH). */
export function balance(cluster: Cluster, pool: Pool, rules: HealthRules): Balance {
  const made = priorityLoads(pool.hosts, rules)
  const shares: Share[] = []
  let failing: number | null = made.length === 0 ? 1 : 0
  for (const level of made) {
    // A ring holds no degraded hosts; with fail_traffic_on_panic the others give up.
    const usable = isHashed(cluster) && !level.panic ? level.usable.filter((host) => !host.degraded) : level.usable
    const found =
      level.panic && cluster.failTrafficOnPanic && !isHashed(cluster) ? [] : byLocality(cluster, pool, { ...level, usable }, rules)
    if (found.length === 0 && failing !== null) failing = isHashed(cluster) && made.length > 1 ? null : failing + level.load / 100
    shares.push(...found)
  }
  const several = isHashed(cluster) && made.length > 1
  return {
    // Which priority a hash falls on is not known either.
    shares: merged(several ? shares.map(({ host }) => ({ host, probability: null })) : shares).filter((share) => share.probability !== 0),
    failing: shares.length === 0 ? 1 : failing,
    panic: made.some((level) => level.panic),
  }
}

/** One share for each host: in panic, healthy and degraded load meet on the same ones. */
function merged(shares: readonly Share[]): Share[] {
  const byHost = new Map<Host, Share>()
  for (const { host, probability } of shares) {
    const known = byHost.get(host)
    const sum =
      known === undefined ? probability : known.probability === null || probability === null ? null : known.probability + probability
    byHost.set(host, { host, probability: sum })
  }
  return [...byHost.values()]
}
