import type { Route } from '@/lib/envoy/config/route'
import type { RouteConfig, VirtualHost } from '@/lib/envoy/config/route-config'
import { splitPort } from '@/lib/envoy/evaluate/http/authority'
import { matchRoute, type RouteSubject } from '@/lib/envoy/evaluate/http/route-match'
import { fractionOf, percentText } from '@/lib/envoy/evaluate/match/fraction'
import type { EnvoyEvent } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** A route that may be taken, and the cluster it names (weights already chosen). */
export interface Selection {
  probability: number | null
  label: string
  config: RouteConfig
  virtualHost: VirtualHost | null
  route: Route | null
  /** Position of the route among the virtual host's, from 1. */
  index: number | null
  count: number
  skipped: EnvoyEvent['skipped']
  cluster: string | null
  weight: number | null
  /** The weighted cluster's own node, where one was chosen. */
  weighted: JsonNode | null
  reason: string | null
}

/** The virtual host of a Host header: exact, then the longest "*suffix", then the longest "prefix*", then "*". */
export function findVirtualHost(config: RouteConfig, authority: string): VirtualHost | null {
  const lower = authority.toLowerCase()
  const host = config.ignorePortInHost ? splitPort(lower)[0] : lower
  const at = (domain: string): VirtualHost | null => config.virtualHosts[config.byDomain.get(domain) ?? -1] ?? null
  const exact = at(host)
  if (exact !== null) return exact
  for (let from = 1; from < host.length; from += 1) {
    const found = at(`*${host.slice(from)}`)
    if (found !== null) return found
  }
  for (let to = host.length - 1; to > 0; to -= 1) {
    const found = at(`${host.slice(0, to)}*`)
    if (found !== null) return found
  }
  return at('*')
}

/** The clusters that a route's action names, with their shares. */
function clusterChoices(
  route: Route,
  request: RouteSubject['request'],
): { cluster: string | null; share: number | null; weighted: JsonNode | null }[] {
  if (route.action !== 'forward') return [{ cluster: null, share: 1, weighted: null }]
  const items = route.actionNode.at('weighted_clusters', 'clusters').items()
  if (items.length === 0) {
    const header = route.actionNode.get('cluster_header').text()
    const named = header === null ? route.actionNode.get('cluster').text() : (request.headers.get(header.toLowerCase()) ?? '')
    return [{ cluster: named, share: 1, weighted: null }]
  }
  const total = items.reduce((sum, item) => sum + (item.get('weight').number() ?? 0), 0)
  return items.map((item) => {
    const header = item.get('cluster_header').text()
    const cluster = item.get('name').text() || (header === null ? null : (request.headers.get(header.toLowerCase()) ?? ''))
    return { cluster, share: total === 0 ? null : (item.get('weight').number() ?? 0) / total, weighted: item }
  })
}

function times(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a * b
}

/** Every route that the request may take: one, unless weights, fractions or unknown matches leave more. */
export function selectRoutes(config: RouteConfig, subject: RouteSubject): Selection[] {
  const virtualHost = findVirtualHost(config, subject.request.authority)
  const base = { config, virtualHost, skipped: [] as EnvoyEvent['skipped'], weight: null, weighted: null, cluster: null }
  if (virtualHost === null) {
    const reason = `No virtual host has the domain ${subject.request.authority}.`
    return [{ ...base, probability: 1, label: 'no virtual host', route: null, index: null, count: 0, reason }]
  }
  const routes = virtualHost.routes()
  const skipped: EnvoyEvent['skipped'] = []
  const found: Selection[] = []
  let left: number | null = 1
  for (const [at, route] of routes.entries()) {
    const match = matchRoute(route.match, subject)
    if (match.is === 'no') {
      skipped.push({ index: at + 1, name: route.name ?? `route ${at + 1}`, part: match.part, why: match.why })
      continue
    }
    const fraction = match.is === 'unknown' ? null : fractionOf(route.match.get('runtime_fraction'), 1)
    if (fraction === 0) {
      skipped.push({ index: at + 1, name: route.name ?? `route ${at + 1}`, part: 'fraction', why: 'it takes 0 % of the requests' })
      continue
    }
    for (const choice of clusterChoices(route, subject.request)) {
      if (choice.share === 0) continue
      found.push({
        ...base,
        probability: times(times(left, fraction), choice.share),
        label:
          choice.weighted === null
            ? (route.name ?? `route ${at + 1}`)
            : `${choice.cluster} ${choice.share === null ? '' : percentText(choice.share)}`.trim(),
        route,
        index: at + 1,
        count: routes.length,
        skipped: [...skipped],
        cluster: choice.cluster,
        weight: choice.weighted === null ? null : choice.share,
        weighted: choice.weighted,
        reason: match.is === 'unknown' ? `${match.part}: ${match.why}` : null,
      })
    }
    if (fraction === 1) return found
    left = times(left, fraction === null ? null : 1 - fraction)
    skipped.push({
      index: at + 1,
      name: route.name ?? `route ${at + 1}`,
      part: 'fraction',
      why: match.is === 'unknown' ? match.why : 'it takes only a fraction',
    })
  }
  const reason = `No route of the virtual host ${virtualHost.name} matches.`
  found.push({ ...base, probability: left, label: 'no route', route: null, index: null, count: routes.length, skipped, reason })
  return found
}
