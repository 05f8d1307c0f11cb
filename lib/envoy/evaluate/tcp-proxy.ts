import type { FilterConfig } from '@/lib/envoy/config/filter-chain'
import type { Delivery } from '@/lib/envoy/evaluate/delivery'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { percentText } from '@/lib/envoy/evaluate/match/fraction'
import { reachCluster } from '@/lib/envoy/evaluate/reach-cluster'
import { after, event, forked, unknownEnd } from '@/lib/envoy/evaluate/tree'
import type { EnvoyTree } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy: `override` is a cluster that a filter before it chose (sni_cluster). */
export function proxyTcp(flow: Flow, filter: FilterConfig, override: string | null): EnvoyTree {
  const { config } = filter
  const delivery = (weightedMatch: JsonNode | null = null): Delivery => ({
    via: 'tcp',
    request: flow.request,
    inside: flow.inside,
    route: null,
    mirrors: [],
    retry: null,
    timeoutMs: null,
    metadataMatch: [config.get('metadata_match'), ...(weightedMatch === null ? [] : [weightedMatch])],
    priority: 'DEFAULT',
    autoHostRewrite: false,
  })
  const weighted = config.at('weighted_clusters', 'clusters').items()
  // A cluster that a filter before chose counts only where there are no weights (TcpProxy::Config::getRouteFromEntries).
  const single = weighted.length > 0 ? null : (override ?? config.get('cluster').text())
  const taken = event({ kind: 'filter', filter: filter.name, pointer: filter.pointer, facts: { cluster: single ?? 'by weight' } })
  if (single !== null) return after([taken], reachCluster(flow, single, delivery()))
  if (weighted.length === 0) return unknownEnd('The TCP proxy names no cluster.', [taken])
  const total = weighted.reduce((sum, item) => sum + (item.get('weight').number() ?? 0), 0)
  const branches = weighted.map((item) => {
    const name = item.get('name').text() ?? ''
    const share = total === 0 ? 0 : (item.get('weight').number() ?? 0) / total
    return {
      probability: share,
      label: `${name} ${percentText(share)}`,
      tree: reachCluster(flow, name, delivery(item.get('metadata_match'))),
    }
  })
  return after([taken], forked(branches))
}
