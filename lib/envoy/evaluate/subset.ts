import type { Cluster } from '@/lib/envoy/config/cluster'
import type { Host } from '@/lib/envoy/config/hosts'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

const LB = 'envoy.lb'

function same(a: JsonNode, b: JsonNode): boolean {
  return a.exists && JSON.stringify(a.value()) === JSON.stringify(b.value())
}

function having(hosts: readonly Host[], wanted: [string, JsonNode][]): Host[] {
  return hosts.filter((host) => wanted.every(([key, value]) => same(host.metadata.key(LB).key(key), value)))
}

/** The hosts of a cluster with lb_subset_config that a route's metadata_match leaves (fallback policy included). */
export function subsetHosts(cluster: Cluster, hosts: Host[], metadataMatch: JsonNode): Host[] {
  if (!cluster.subsets.exists) return hosts
  const wanted = metadataMatch.get('filter_metadata').key(LB).entries()
  const keys = wanted
    .map(([key]) => key)
    .sort()
    .join(' ')
  const selectors = cluster.subsets
    .get('subset_selectors')
    .items()
    .map((selector) => selector.get('keys').texts().sort().join(' '))
  if (wanted.length > 0 && selectors.includes(keys)) {
    const found = having(hosts, wanted)
    if (found.length > 0) return found
  }
  const fallback = cluster.subsets.get('fallback_policy').text() ?? 'NO_FALLBACK'
  if (fallback === 'ANY_ENDPOINT') return hosts
  return fallback === 'DEFAULT_SUBSET' ? having(hosts, cluster.subsets.get('default_subset').entries()) : []
}
