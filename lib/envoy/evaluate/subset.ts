import type { Cluster } from '@/lib/envoy/config/cluster'
import type { Host } from '@/lib/envoy/config/hosts'
import type { Pool } from '@/lib/envoy/evaluate/balance'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

const LB = 'envoy.lb'

type Wanted = ReadonlyMap<string, JsonNode>

function text(node: JsonNode): string {
  return JSON.stringify(node.value())
}

function fits(found: JsonNode, wanted: JsonNode, listAsAny: boolean): boolean {
  if (!found.exists) return false
  if (listAsAny && found.length > 0) return found.items().some((item) => text(item) === text(wanted))
  return text(found) === text(wanted)
}

function having(hosts: readonly Host[], wanted: Wanted, listAsAny: boolean): Host[] {
  return hosts.filter((host) => [...wanted].every(([key, value]) => fits(host.metadata.key(LB).key(key), value, listAsAny)))
}

interface Selector {
  keys: string[]
  fallback: string | null
  fallbackKeys: string[]
}

/**
 * The selectors; one whose sorted keys begin an earlier one's loses its fallback policy, as in Envoy's
 * SubsetLoadBalancer::initSubsetSelectorMap, which sets it only where it makes a new node of its tree.
 */
function selectorsOf(cluster: Cluster): Selector[] {
  const selectors = cluster.subsets
    .get('subset_selectors')
    .items()
    .map((node): Selector => {
      const policy = node.get('fallback_policy').text()
      const fallback = policy === 'NOT_DEFINED' ? null : policy
      return { keys: [...new Set(node.get('keys').texts())].sort(), fallback, fallbackKeys: node.get('fallback_keys_subset').texts() }
    })
  return selectors.map((selector, at) => {
    const lost = selectors.slice(0, at).some((earlier) => selector.keys.every((key, index) => earlier.keys[index] === key))
    return lost ? { ...selector, fallback: null } : selector
  })
}

const sameKeys = (selector: Selector, wanted: Wanted) =>
  selector.keys.length === wanted.size && selector.keys.every((key) => wanted.has(key))

/** metadata_match of a route together with that of its weighted cluster, which goes before. */
export function wantedMetadata(nodes: readonly JsonNode[]): Wanted {
  return new Map(nodes.flatMap((node) => node.get('filter_metadata').key(LB).entries()))
}

/**
 * The hosts that a cluster's load balancer picks from for this metadata_match, fallbacks included; where the first pool has none
 * to offer, the next one counts (panic_mode_any). Without lb_subset_config it is one pool of all.
 */
export function subsetPools(cluster: Cluster, hosts: readonly Host[], metadata: readonly JsonNode[]): Pool[] {
  const { subsets } = cluster
  const selectors = selectorsOf(cluster)
  // Without selectors Envoy makes no subset load balancer, whatever the fallback says.
  if (selectors.length === 0) return [{ hosts, localityWeights: true }]
  const localityWeights = subsets.get('locality_weight_aware').flag()
  const listAsAny = subsets.get('list_as_any').flag()
  const pool = (list: readonly Host[]): Pool => ({ hosts: list, localityWeights })
  const byDefault = () => having(hosts, new Map(subsets.get('default_subset').entries()), listAsAny)
  const search = (wanted: Wanted, depth: number): Pool[] => {
    const matching = selectors.filter((selector) => sameKeys(selector, wanted))
    const found = wanted.size > 0 && matching.length > 0 ? having(hosts, wanted, listAsAny) : []
    if (found.length > 0) return [pool(found)]
    const selector = wanted.size > 0 ? matching.find((one) => one.fallback !== null) : undefined
    if (selector?.fallback === 'ANY_ENDPOINT') return [pool(hosts)]
    if (selector?.fallback === 'DEFAULT_SUBSET') return [pool(byDefault())]
    if (selector?.fallback === 'KEYS_SUBSET' && depth < selectors.length)
      return search(new Map([...wanted].filter(([key]) => selector.fallbackKeys.includes(key))), depth + 1)
    if (selector !== undefined) return [pool([])]
    const fallback = subsets.get('fallback_policy').text() ?? 'NO_FALLBACK'
    if (fallback === 'NO_FALLBACK') return [pool([])]
    const first = pool(fallback === 'ANY_ENDPOINT' ? hosts : byDefault())
    return subsets.get('panic_mode_any').flag() ? [first, pool(hosts)] : [first]
  }
  const wanted = wantedMetadata(metadata)
  return search(subsets.get('allow_redundant_keys').flag() ? withoutRedundant(wanted, selectors) : wanted, 0)
}

/** Only the keys of the first selector that the request names in full. */
function withoutRedundant(wanted: Wanted, selectors: readonly Selector[]): Wanted {
  const selector = selectors.find((one) => one.keys.length > 0 && one.keys.every((key) => wanted.has(key)))
  return selector === undefined ? wanted : new Map([...wanted].filter(([key]) => selector.keys.includes(key)))
}
