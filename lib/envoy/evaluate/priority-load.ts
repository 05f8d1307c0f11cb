import type { Host } from '@/lib/envoy/config/hosts'

/** How a cluster counts the health of a priority. */
export interface HealthRules {
  /** Healthy hosts count so much more, in percent (overprovisioning_factor). */
  overprovisioning: number
  weightedPriorityHealth: boolean
  /** Percent of usable hosts below which a priority may use all of them. */
  panicThreshold: number
}

/** The part of the traffic that one priority takes, by its healthy or its degraded hosts; in panic by all of them. */
export interface PriorityLoad {
  /** Percent. */
  load: number
  /** All hosts of the priority. */
  hosts: Host[]
  /** Those that take it; empty: it fails. */
  usable: Host[]
  panic: boolean
}

interface Level {
  hosts: Host[]
  healthy: Host[]
  degraded: Host[]
  /** Without those that count neither for nor against its health. */
  counted: Host[]
}

function levelOf(hosts: Host[]): Level {
  const usable = hosts.filter((host) => host.failed.length === 0)
  return {
    hosts,
    healthy: usable.filter((host) => !host.degraded),
    degraded: usable.filter((host) => host.degraded),
    counted: hosts.filter((host) => !host.excluded),
  }
}

const amount = (hosts: readonly Host[], weighted: boolean) => hosts.reduce((sum, host) => sum + (weighted ? host.weight : 1), 0)

/** Percent of the traffic that these hosts of a level could take, in whole numbers as Envoy counts. */
function availability(level: Level, usable: readonly Host[], rules: HealthRules): number {
  const total = amount(level.counted, rules.weightedPriorityHealth)
  return total === 0 ? 0 : Math.min(100, Math.floor((rules.overprovisioning * amount(usable, rules.weightedPriorityHealth)) / total))
}

function inPanic({ counted, healthy, degraded }: Level, threshold: number): boolean {
  const percent = counted.length === 0 ? 0 : (100 * (healthy.length + degraded.length)) / counted.length
  return percent < threshold
}

/** Gives each availability its part of what is left. */
function distribute(availabilities: readonly number[], left: number, total: number): { loads: number[]; left: number } {
  let rest = left
  const loads = availabilities.map((one) => {
    const load = Math.min(rest, Math.floor((one * 100) / total))
    rest -= load
    return load
  })
  return { loads, left: rest }
}

/** Every priority is in panic: the traffic goes by the number of hosts, whatever their health. */
function totalPanic(levels: readonly Level[]): number[] {
  const total = levels.reduce((sum, level) => sum + level.hosts.length, 0)
  const loads = levels.map((level) => Math.floor((100 * level.hosts.length) / total))
  const first = levels.findIndex((level) => level.hosts.length > 0)
  return loads.map((load, at) => (at === first ? load + 100 - loads.reduce((sum, one) => sum + one, 0) : load))
}

/** Spreads the traffic over the priorities: healthy hosts first, then degraded ones, then panic (Envoy's LoadBalancerBase). */
export function priorityLoads(all: readonly Host[], rules: HealthRules): PriorityLoad[] {
  // Gaps between priorities hold nothing, take nothing, and are in panic whenever another can be.
  const byPriority = Map.groupBy(all, (host) => host.priority)
  const levels = [...byPriority].sort(([a], [b]) => a - b).map(([, hosts]) => levelOf(hosts))
  const healthy = levels.map((level) => availability(level, level.healthy, rules))
  const degraded = levels.map((level) => availability(level, level.degraded, rules))
  const total = Math.min(
    100,
    [...healthy, ...degraded].reduce((sum, one) => sum + one, 0),
  )
  if (all.length === 0 || (total === 0 && rules.panicThreshold === 0)) return []
  const threshold = Math.min(100, rules.panicThreshold)
  const panic = levels.map((level) => total < 100 && inPanic(level, threshold))
  if (panic.every((one) => one)) {
    const loads = totalPanic(levels)
    return levels.map((level, at) => loadOf(level, loads[at] ?? 0, 'panic')).filter((one) => one.load > 0)
  }
  const first = distribute(healthy, 100, total)
  const second = distribute(degraded, first.left, total)
  const firstHealthy = healthy.findIndex((one) => one > 0)
  const firstDegraded = degraded.findIndex((one) => one > 0)
  const rounded = (loads: number[], at: number) => loads.map((load, index) => (index === at ? load + second.left : load))
  const loads = firstHealthy === -1 ? first.loads : rounded(first.loads, firstHealthy)
  const degradedLoads = firstHealthy === -1 ? rounded(second.loads, firstDegraded) : second.loads
  return levels
    .flatMap((level, at) => [
      loadOf(level, loads[at] ?? 0, panic[at] === true ? 'panic' : 'healthy'),
      loadOf(level, degradedLoads[at] ?? 0, panic[at] === true ? 'panic' : 'degraded'),
    ])
    .filter((one) => one.load > 0)
}

function loadOf(level: Level, load: number, by: 'healthy' | 'degraded' | 'panic'): PriorityLoad {
  const usable = by === 'panic' ? level.hosts : level[by]
  return { load, hosts: level.hosts, usable, panic: by === 'panic' }
}
