import type { Cluster } from '@/lib/envoy/config/cluster'
import type { Host } from '@/lib/envoy/config/hosts'

/** Each host and how often the load balancer picks it; null: it depends on something that no dump shows. */
export interface Share {
  host: Host
  probability: number | null
}

export interface Balance {
  shares: Share[]
  /** All hosts of a priority are used, because too few are healthy. */
  panic: boolean
}

/** Envoy's default overprovisioning factor: 1.4. */
const OVERPROVISIONING = 1.4

function healthy(hosts: readonly Host[]): Host[] {
  return hosts.filter((host) => host.failed.length === 0 && !host.degraded)
}

function degraded(hosts: readonly Host[]): Host[] {
  return hosts.filter((host) => host.failed.length === 0 && host.degraded)
}

/** What part of the traffic a share of healthy hosts may carry, 0…1. */
function availability(usable: number, total: number): number {
  return total === 0 ? 0 : Math.min(1, (OVERPROVISIONING * usable) / total)
}

interface Level {
  load: number
  hosts: Host[]
  panic: boolean
}

/** Spreads the load over priorities: healthy hosts first, then degraded ones, then panic (Envoy's LoadBalancerBase). */
function levels(cluster: Cluster, hosts: readonly Host[]): Level[] {
  const priorities = [...new Set(hosts.map((host) => host.priority))].sort((a, b) => a - b)
  const groups = priorities.map((priority) => hosts.filter((host) => host.priority === priority))
  const total = Math.min(
    1,
    groups.reduce((sum, group) => sum + availability(healthy(group).length + degraded(group).length, group.length), 0),
  )
  const made: Level[] = []
  let left = 1
  for (const pick of [healthy, degraded]) {
    for (const group of groups) {
      const load = Math.min(left, availability(pick(group).length, group.length) / (total || 1))
      if (load <= 0) continue
      made.push(panicking(cluster, group, load, total < 1, pick(group)))
      left -= load
    }
  }
  if (made.length > 0) return made
  const first = groups[0]
  return first === undefined ? [] : [panicking(cluster, first, 1, true, [])]
}

function panicking(cluster: Cluster, group: Host[], load: number, short: boolean, usable: Host[]): Level {
  const percent = (100 * (healthy(group).length + degraded(group).length)) / group.length
  const panic = short && percent < cluster.panicThreshold
  if (!panic) return { load, hosts: usable, panic: false }
  return { load, hosts: cluster.failTrafficOnPanic ? [] : group, panic: true }
}

function byWeight(cluster: Cluster, hosts: readonly Host[], load: number): Share[] {
  if (cluster.lbPolicy === 'RING_HASH' || cluster.lbPolicy === 'MAGLEV' || cluster.lbPolicy === 'UNKNOWN')
    return hosts.map((host) => ({ host, probability: hosts.length === 1 ? load : null }))
  const weighted = cluster.lbPolicy !== 'RANDOM'
  const total = hosts.reduce((sum, host) => sum + (weighted ? host.weight : 1), 0)
  return hosts.map((host) => ({ host, probability: total === 0 ? load / hosts.length : (load * (weighted ? host.weight : 1)) / total }))
}

/** Locality weights, scaled down where a locality has lost hosts, decide before the hosts' own (locality_weighted_lb_config). */
function byLocality(cluster: Cluster, level: Level, all: readonly Host[]): Share[] {
  const names = [...new Set(level.hosts.map((host) => host.locality))]
  if (!cluster.localityWeighted || names.length < 2) return byWeight(cluster, level.hosts, level.load)
  const effective = names.map((name) => {
    const members = level.hosts.filter((host) => host.locality === name)
    const everyone = all.filter((host) => host.locality === name && host.priority === members[0]?.priority)
    return (members[0]?.localityWeight ?? 0) * availability(members.length, everyone.length)
  })
  const total = effective.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return byWeight(cluster, level.hosts, level.load)
  return names.flatMap((name, at) =>
    byWeight(
      cluster,
      level.hosts.filter((host) => host.locality === name),
      (level.load * (effective[at] ?? 0)) / total,
    ),
  )
}

/** The hosts that a new request may go to, with their probabilities; no share at all: no healthy upstream (UH). */
export function balance(cluster: Cluster, hosts: readonly Host[]): Balance {
  const made = levels(cluster, hosts)
  const shares = made.flatMap((level) => byLocality(cluster, level, hosts)).filter((share) => share.probability !== 0)
  return { shares, panic: made.some((level) => level.panic) }
}
