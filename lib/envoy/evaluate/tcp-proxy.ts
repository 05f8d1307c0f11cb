import type { FilterConfig } from '@/lib/envoy/config/filter-chain'
import { readHashPolicies } from '@/lib/envoy/config/hash-policy'
import type { Delivery } from '@/lib/envoy/evaluate/delivery'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { formatting, formatValue } from '@/lib/envoy/evaluate/http/format-value'
import { percentText } from '@/lib/envoy/evaluate/match/fraction'
import { reachCluster } from '@/lib/envoy/evaluate/reach-cluster'
import { after, event, forked, unknownEnd } from '@/lib/envoy/evaluate/tree'
import type { EnvoyTree, HttpRequest } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** The CONNECT (or POST) in whose tunnel the bytes go on (tunneling_config); null: what it asks for is not in any dump. */
function tunnelRequest(flow: Flow, config: JsonNode): HttpRequest | null {
  const post = config.get('use_post').flag()
  const path = post ? (config.get('post_path').text() ?? '/') : ''
  const bare: HttpRequest = { method: post ? 'POST' : 'CONNECT', scheme: 'http', authority: '', path, headers: new Map() }
  const authority = formatValue(config.get('hostname').text() ?? '', formatting(flow, bare))
  return authority === null ? null : { ...bare, authority, tunnel: { tls: flow.inside, request: flow.request } }
}

/** envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy: `override` is a cluster that a filter before it chose (sni_cluster). */
export function proxyTcp(flow: Flow, filter: FilterConfig, override: string | null): EnvoyTree {
  const { config } = filter
  const tunneling = config.get('tunneling_config')
  const tunnel = tunneling.exists ? tunnelRequest(flow, tunneling) : null
  if (tunneling.exists && tunnel === null) {
    const reason = 'What the tunnel asks for is not in any dump.'
    return unknownEnd(reason, [event({ kind: 'filter', filter: filter.name, pointer: filter.pointer, reason })])
  }
  const delivery = (weightedMatch: JsonNode | null = null): Delivery => ({
    via: 'tcp',
    ...(tunnel === null ? { request: flow.request, inside: flow.inside } : { request: tunnel, inside: null }),
    route: null,
    mirrors: [],
    retry: null,
    timeoutMs: null,
    metadataMatch: [config.get('metadata_match'), ...(weightedMatch === null ? [] : [weightedMatch])],
    priority: 'DEFAULT',
    hashed: readHashPolicies(config),
    autoHostRewrite: false,
  })
  const weighted = config.at('weighted_clusters', 'clusters').items()
  // A cluster that a filter before chose counts only where there are no weights (TcpProxy::Config::getRouteFromEntries).
  const single = weighted.length > 0 ? null : (override ?? config.get('cluster').text())
  const taken = event({
    kind: 'filter',
    filter: filter.name,
    pointer: filter.pointer,
    facts: { cluster: single ?? 'by weight', ...(tunnel === null ? {} : { tunnel: `${tunnel.method} ${tunnel.authority}` }) },
  })
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
