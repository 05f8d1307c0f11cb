import { type Route, readRoute } from '@/lib/envoy/config/route'
import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { MAX_ROUTE_COST } from '@/lib/envoy/parse/limits'

/** A virtual host; its routes are read when asked for. */
export interface VirtualHost {
  name: string
  domains: string[]
  requireTls: 'NONE' | 'EXTERNAL_ONLY' | 'ALL'
  /** At most a little more than are ever tried, of the `routeCount` that there are. */
  routes(): Route[]
  routeCount: number
  node: JsonNode
  pointer: string
}

export interface RouteConfig {
  name: string | null
  ignorePortInHost: boolean
  /** Matches see a path without its parameters (";a=b"). */
  ignorePathParameters: boolean
  /** Of several levels that change one header, the most specific one is applied last. */
  mostSpecificWins: boolean
  virtualHosts(): VirtualHost[]
  /** The virtual host of a domain, written as there but in lower case. */
  byDomain(domain: string): VirtualHost | null
  node: JsonNode
  pointer: string
}

function requireTls(text: string | null): VirtualHost['requireTls'] {
  return text === 'ALL' || text === 'EXTERNAL_ONLY' ? text : 'NONE'
}

function readVirtualHost(node: JsonNode): VirtualHost {
  let routes: Route[] | null = null
  return {
    name: node.get('name').text() ?? '',
    domains: node.get('domains').texts(),
    requireTls: requireTls(node.get('require_tls').text()),
    routes: () => {
      routes ??= node
        .get('routes')
        .items()
        .slice(0, MAX_ROUTE_COST + 1)
        .map(readRoute)
      return routes
    },
    routeCount: node.get('routes').length,
    node,
    pointer: node.pointer,
  }
}

/** Normalises one route configuration (envoy.config.route.v3.RouteConfiguration); its virtual hosts are read when asked for. */
export function readRouteConfig(node: JsonNode): RouteConfig {
  const nodes = node.get('virtual_hosts').items()
  const made = new Map<number, VirtualHost>()
  const virtualHost = (index: number): VirtualHost | null => {
    const found = nodes[index]
    const known = made.get(index)
    if (found === undefined || known !== undefined) return known ?? null
    const host = readVirtualHost(found)
    made.set(index, host)
    return host
  }
  const byDomain = new Map<string, number>()
  for (const [index, host] of nodes.entries())
    for (const domain of host.get('domains').texts()) {
      const lower = domain.toLowerCase()
      if (!byDomain.has(lower)) byDomain.set(lower, index)
    }
  return {
    name: node.get('name').text(),
    ignorePortInHost: node.get('ignore_port_in_host_matching').flag(),
    ignorePathParameters: node.get('ignore_path_parameters_in_path_matching').flag(),
    mostSpecificWins: node.get('most_specific_header_mutations_wins').flag(),
    virtualHosts: () => nodes.flatMap((_, index) => virtualHost(index) ?? []),
    byDomain: (domain) => virtualHost(byDomain.get(domain) ?? -1),
    node,
    pointer: node.pointer,
  }
}
