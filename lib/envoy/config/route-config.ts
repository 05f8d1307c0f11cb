import { type Route, readRoute } from '@/lib/envoy/config/route'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** A virtual host; its routes are read when asked for. */
export interface VirtualHost {
  name: string
  domains: string[]
  requireTls: 'NONE' | 'EXTERNAL_ONLY' | 'ALL'
  routes(): Route[]
  node: JsonNode
  pointer: string
}

export interface RouteConfig {
  name: string | null
  ignorePortInHost: boolean
  /** Of several levels that change one header, the most specific one is applied last. */
  mostSpecificWins: boolean
  virtualHosts: VirtualHost[]
  /** Domain in lower case → the virtual host and its position, from 0. */
  byDomain: ReadonlyMap<string, number>
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
      routes ??= node.get('routes').items().map(readRoute)
      return routes
    },
    node,
    pointer: node.pointer,
  }
}

/** Normalises one route configuration (envoy.config.route.v3.RouteConfiguration). */
export function readRouteConfig(node: JsonNode): RouteConfig {
  const virtualHosts = node.get('virtual_hosts').items().map(readVirtualHost)
  const byDomain = new Map<string, number>()
  virtualHosts.forEach((host, index) => {
    for (const domain of host.domains) if (!byDomain.has(domain.toLowerCase())) byDomain.set(domain.toLowerCase(), index)
  })
  return {
    name: node.get('name').text(),
    ignorePortInHost: node.get('ignore_port_in_host_matching').flag(),
    mostSpecificWins: node.get('most_specific_header_mutations_wins').flag(),
    virtualHosts,
    byDomain,
    node,
    pointer: node.pointer,
  }
}
