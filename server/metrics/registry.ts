import { Registry } from 'prom-client'
import { clusterMetrics } from '@/server/metrics/cluster-metrics'
import { ruleMetrics } from '@/server/metrics/rule-metrics'
import type { ClusterSource } from '@/server/source/cluster/cluster-source'

/** The clusters' gauges, in the thread that watches them. */
export function clusterRegistry(sources: () => readonly ClusterSource[]): Registry {
  const registry = new Registry()
  clusterMetrics(registry, sources)
  ruleMetrics(registry, sources)
  return registry
}
