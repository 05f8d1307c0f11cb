import { readHttpManager } from '@/lib/envoy/config/http-manager'
import { type Route, routeMatchText } from '@/lib/envoy/config/route'
import type { RouteConfig } from '@/lib/envoy/config/route-config'
import { readRouteConfig } from '@/lib/envoy/config/route-config'
import { indexOf } from '@/lib/envoy/evaluate/state'
import type { Proxy as MeshProxy } from '@/lib/mesh/model'
import { shortHost } from '@/lib/mesh/overview/plan'

/** One route of a gateway: which host, which match, and where it leads. */
export interface GatewayRoute {
  /** Domain of the virtual host, without a port; `*` for any. */
  domain: string
  virtualHost: string
  /** The object behind it without its kind, e.g. `nginx-service`. */
  object: string | null
  match: string
  /** A path that this route takes. */
  path: string
  headers: [string, string][]
  /** What stands on the destination's card: the cluster, and its subset or weights where it has any; null: the proxy answers itself. */
  destination: { title: string; note: string | null; cluster: string } | null
  tls: boolean
}

/** More routes of one host than this are better read in the proxy's configuration. */
const MAX_ROUTES_A_HOST = 6

/** Every route that a proxy offers at one port; null: nothing listens there, or not for HTTP. */
export function gatewayRoutes(proxy: MeshProxy, port: number): GatewayRoute[] | null {
  const state = proxy.state()
  if (!state) return null
  const index = indexOf(state.dump)
  const listener = index.listenersAt('*', port, true)[0]
  if (!listener) return null
  const routes: GatewayRoute[] = []
  for (const chain of listener.filterChains) {
    const manager = chain.filters.find((filter) => filter.kind === 'HttpConnectionManager')
    if (!manager) continue
    const source = readHttpManager(manager.config).routes
    const config = source.kind === 'rds' ? index.routeConfig(source.name) : source.kind === 'inline' ? readRouteConfig(source.node) : null
    if (config) routes.push(...routesOf(config, chain.transport.kind === 'tls'))
  }
  return routes
}

function routesOf(config: RouteConfig, tls: boolean): GatewayRoute[] {
  return config.virtualHosts().flatMap((host) => {
    const domains = [...new Set(host.domains.map(withoutPort))]
    return domains.flatMap((domain) =>
      host
        .routes()
        .slice(0, MAX_ROUTES_A_HOST)
        .map((route) => readOne(route, domain, host.name, tls)),
    )
  })
}

const withoutPort = (domain: string): string => domain.replace(/:(\d+|\*)$/, '').replace(/(.)\.$/, '$1')

function readOne(route: Route, domain: string, virtualHost: string, tls: boolean): GatewayRoute {
  const match = route.match
  const path = match.get('path').text() ?? match.get('path_separated_prefix').text() ?? match.get('prefix').text() ?? '/'
  const headers = match
    .get('headers')
    .items()
    .flatMap((header): [string, string][] => {
      const name = header.get('name').text()
      const value = header.at('string_match', 'exact').text() ?? header.get('exact_match').text()
      return name !== null && value !== null && !name.startsWith(':') ? [[name, value]] : []
    })
  const object = route.objects[0]?.split('/').at(-1) ?? null
  return { domain, virtualHost, object, match: routeMatchText(match), path, headers, destination: destinationOf(route), tls }
}

function destinationOf(route: Route): GatewayRoute['destination'] {
  if (route.action !== 'forward') return null
  const cluster = route.actionNode.get('cluster').text()
  if (cluster !== null) return { title: clusterTitle(cluster), note: clusterSubset(cluster), cluster }
  const weighted = route.actionNode.at('weighted_clusters', 'clusters').items()
  const total = weighted.reduce((sum, one) => sum + (one.get('weight').number() ?? 0), 0)
  const parts = weighted.map((one) => {
    const name = one.get('name').text() ?? ''
    const share = total > 0 ? Math.round(((one.get('weight').number() ?? 0) / total) * 100) : 0
    return { title: clusterTitle(name), cluster: name, text: `${clusterSubset(name) ?? clusterTitle(name)} ${share} %` }
  })
  const first = parts[0]
  return first ? { title: first.title, note: parts.map((part) => part.text).join(', '), cluster: first.cluster } : null
}

/** `reviews.default:9080` of `outbound|9080|v1|reviews.default.svc.cluster.local`; other names stay. */
function clusterTitle(cluster: string): string {
  const parts = cluster.split('|')
  return parts.length === 4 ? `${shortHost(parts[3] ?? '')}:${parts[1]}` : cluster
}

const clusterSubset = (cluster: string): string | null => cluster.split('|')[2] || null
