import type { FilterConfig } from '@/lib/envoy/config/filter-chain'
import { type HttpManager, readHttpManager } from '@/lib/envoy/config/http-manager'
import { type RouteConfig, readRouteConfig } from '@/lib/envoy/config/route-config'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { normalizeAuthority } from '@/lib/envoy/evaluate/http/authority'
import { clientAddress } from '@/lib/envoy/evaluate/http/client-address'
import { normalizeRequestPath } from '@/lib/envoy/evaluate/http/path'
import { routeEvent } from '@/lib/envoy/evaluate/http/route-event'
import { routeRequest } from '@/lib/envoy/evaluate/http/route-request'
import { runHttpFilters } from '@/lib/envoy/evaluate/http/run-filters'
import { scopedRoutes } from '@/lib/envoy/evaluate/http/scoped-routes'
import { type Selection, selectRoutes } from '@/lib/envoy/evaluate/http/select-route'
import { missingCluster } from '@/lib/envoy/evaluate/reach-cluster'
import { after, answered, closed, event, forked, unknownEnd } from '@/lib/envoy/evaluate/tree'
import type { EnvoyEvent, EnvoyTree, HttpRequest } from '@/lib/envoy/model'
import { MAX_FILTERS } from '@/lib/envoy/parse/limits'

function routeConfigOf(flow: Flow, manager: HttpManager, request: HttpRequest): RouteConfig | string {
  const { routes } = manager
  if (routes.kind === 'inline') return readRouteConfig(routes.node)
  if (routes.kind === 'rds') return flow.index.routeConfig(routes.name) ?? `The route configuration ${routes.name} has not arrived (RDS).`
  return routes.kind === 'scoped' ? scopedRoutes(flow, routes.node, request) : 'The connection manager has no routes.'
}

/** require_tls of the virtual host: a plain request is sent to https. */
function mustRedirect(selection: Selection, request: HttpRequest): boolean {
  const wanted = selection.virtualHost?.requireTls ?? 'NONE'
  if (wanted === 'NONE' || request.headers.get('x-forwarded-proto') === 'https') return false
  return wanted === 'ALL' || request.headers.get('x-envoy-internal') !== 'true'
}

function withFact(event: EnvoyEvent, label: string, value: string): EnvoyEvent {
  return { ...event, facts: { ...event.facts, [label]: value } }
}

function takeRoute(flow: Flow, manager: HttpManager, request: HttpRequest, selection: Selection): EnvoyTree {
  if (mustRedirect(selection, request)) {
    const reason = `The virtual host requires TLS: redirected to https://${request.authority}${request.path}.`
    return answered(301, flow.flags.join(',') || '-', reason, [routeEvent({ ...selection, route: null, cluster: null }, reason)])
  }
  // Envoy finds the route first, but the answer to a missing one comes from the router, behind all other filters.
  const missing = selection.cluster !== null && flow.index.cluster(selection.cluster) === null
  const seen = missing
    ? withFact(
        routeEvent({ ...selection, cluster: null }, missingCluster(flow, selection.cluster ?? '')),
        'cluster',
        selection.cluster ?? '',
      )
    : routeEvent(selection)
  if (selection.route === null)
    return runHttpFilters(flow, manager.filters, request, selection, (last, sent) => after([seen], routeRequest(last, sent, selection)))
  return after(
    [seen],
    runHttpFilters(flow, manager.filters, request, selection, (last, sent) => routeRequest(last, sent, selection)),
  )
}

/** The http_connection_manager: normalises the request, finds the route, runs the HTTP filters, routes. */
export function manageHttp(flow: Flow, filter: FilterConfig): EnvoyTree {
  const count = filter.config.get('http_filters').length
  if (count > MAX_FILTERS) return unknownEnd(`The chain has ${count} filters; at most ${MAX_FILTERS} are followed.`)
  const manager = readHttpManager(filter.config)
  if (flow.inside !== null) return closed('tls', 'DPE', 'The client speaks TLS and the filter chain expects plain HTTP.')
  if (flow.request === null) return unknownEnd('Whether the client speaks HTTP, and what it asks, is not known.')
  // HBONE's tunnels and other upgrades end inside this Envoy, at another listener of it.
  if (flow.request.method === 'CONNECT') return unknownEnd('Where the tunnel of a CONNECT request ends is not modelled.')
  const path = normalizeRequestPath(manager, flow.request.path)
  if (path.kind === 'rejected') return answered(400, '-', 'The path cannot be normalised.')
  if (path.kind === 'redirected') return answered(307, '-', `The path has escaped slashes: redirected to ${path.path}.`)
  const scheme = flow.terminated === null ? ('http' as const) : ('https' as const)
  const authority = normalizeAuthority(manager, flow.request.authority, flow.connection.local.port)
  const { remoteIp, request } = clientAddress(
    manager,
    { ...flow.request, scheme, authority, path: path.path },
    flow.connection.remote.ip,
    flow.state.dump.bootstrap(),
  )
  const inner: Flow = { ...flow, remoteIp, request }
  const config = routeConfigOf(flow, manager, request)
  if (typeof config === 'string') return answered(404, 'NR', config, [event({ kind: 'route', pointer: filter.pointer, reason: config })])
  const subject = { request, encrypted: flow.terminated !== null, clientCertificate: (flow.terminated?.identity ?? null) !== null }
  const selections = selectRoutes(config, subject)
  if (typeof selections === 'string')
    return unknownEnd(selections, [
      event({ kind: 'route', pointer: config.pointer, ...(config.name === null ? {} : { routeConfig: config.name }), reason: selections }),
    ])
  return forked(
    selections.map((selection) => ({
      probability: selection.probability,
      label: selection.label,
      tree: takeRoute(inner, manager, request, selection),
    })),
  )
}
