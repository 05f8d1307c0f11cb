import type { FilterConfig } from '@/lib/envoy/config/filter-chain'
import { type HttpManager, readHttpManager } from '@/lib/envoy/config/http-manager'
import { type RouteConfig, readRouteConfig } from '@/lib/envoy/config/route-config'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { normalizeAuthority, splitPort } from '@/lib/envoy/evaluate/http/authority'
import { clientAddress } from '@/lib/envoy/evaluate/http/client-address'
import { normalizeRequestPath } from '@/lib/envoy/evaluate/http/path'
import { routeEvent } from '@/lib/envoy/evaluate/http/route-event'
import { routeSubject } from '@/lib/envoy/evaluate/http/route-match'
import { routeRequest } from '@/lib/envoy/evaluate/http/route-request'
import { runHttpFilters } from '@/lib/envoy/evaluate/http/run-filters'
import { scopedRoutes } from '@/lib/envoy/evaluate/http/scoped-routes'
import { type Selection, selectRoutes } from '@/lib/envoy/evaluate/http/select-route'
import { readUpgrade, upgradeFilters, upgradeOf } from '@/lib/envoy/evaluate/http/upgrade'
import { missingCluster } from '@/lib/envoy/evaluate/reach-cluster'
import { after, answered, closed, event, forked, mapEnds, unknownEnd } from '@/lib/envoy/evaluate/tree'
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
  const upgrade = upgradeOf(request)
  const redirected = mustRedirect(selection, request)
  const noRoute = { ...selection, route: null, cluster: null }
  const upgraded = upgrade === null ? manager.filters : upgradeFilters(manager, redirected ? noRoute : selection, upgrade)
  const missing = selection.cluster !== null && flow.index.cluster(selection.cluster) === null
  const named = missing ? { ...selection, cluster: null } : selection
  // The redirect counts as a route, and without one it is the missing route that is answered.
  if (upgraded === null && (redirected || selection.route !== null)) {
    const reason = `Neither the route nor the connection manager allows an upgrade to ${upgrade}.`
    return answered(403, flow.flags.join(',') || '-', reason, [routeEvent(redirected ? noRoute : named, reason)])
  }
  const filters = upgraded ?? manager.filters
  if (redirected) {
    const reason = `The virtual host requires TLS: redirected to https://${request.authority}${request.path}.`
    const redirect = (last: Flow) => answered(301, last.flags.join(',') || '-', reason, [routeEvent(noRoute, reason)])
    // The redirect is a route without any settings of the virtual host, and the router answers by it, behind all other filters.
    return runHttpFilters(flow, filters, request, { ...noRoute, virtualHost: null }, redirect)
  }
  // Envoy finds the route first, but the answer to a missing one comes from the router, behind all other filters.
  const seen = missing
    ? withFact(routeEvent(named, missingCluster(flow, selection.cluster ?? '')), 'cluster', selection.cluster ?? '')
    : routeEvent(selection)
  if (selection.route === null)
    return runHttpFilters(flow, filters, request, selection, (last, sent) => after([seen], routeRequest(last, sent, selection)))
  return after(
    [seen],
    runHttpFilters(flow, filters, request, selection, (last, sent) => routeRequest(last, sent, selection)),
  )
}

/** The http_connection_manager: normalises the request, finds the route, runs the HTTP filters, routes. */
export function manageHttp(flow: Flow, filter: FilterConfig): EnvoyTree {
  const count = filter.config.get('http_filters').length
  if (count > MAX_FILTERS) return unknownEnd(`The chain has ${count} filters; at most ${MAX_FILTERS} are followed.`)
  const manager = readHttpManager(filter.config)
  if (flow.inside !== null) return closed('tls', 'DPE', 'The client speaks TLS and the filter chain expects plain HTTP.')
  if (flow.request === null) return unknownEnd('Whether the client speaks HTTP, and what it asks, is not known.')
  const tree = routeHttp(flow, manager, filter, flow.request)
  if (flow.request.method !== 'CONNECT') return tree
  return mapEnds(tree, (end) => (end.kind === 'answered' ? { ...end, to: end.to ?? 'CONNECT' } : end))
}

function routeHttp(flow: Flow, manager: HttpManager, filter: FilterConfig, said: HttpRequest): EnvoyTree {
  const asked = readUpgrade(said)
  const path = normalizeRequestPath(manager, flow.index.runtime(flow.state.stats), asked.path)
  if (path.kind === 'rejected') return answered(400, '-', 'The path cannot be normalised.')
  if (path.kind === 'redirected') return answered(307, '-', `The path has escaped slashes: redirected to ${path.path}.`)
  const scheme = flow.terminated === null ? ('http' as const) : ('https' as const)
  const authority = normalizeAuthority(manager, asked.authority, flow.connection.local.port)
  const { remoteIp, request } = clientAddress(
    manager,
    { ...asked, scheme, authority, path: path.path },
    flow.connection.remote.ip,
    flow.state.dump.bootstrap(),
  )
  const connectPort = asked.method === 'CONNECT' ? splitPort(asked.authority)[1] : null
  const inner: Flow = { ...flow, remoteIp, request, connectPort }
  const config = routeConfigOf(flow, manager, request)
  if (typeof config === 'string') return answered(404, 'NR', config, [event({ kind: 'route', pointer: filter.pointer, reason: config })])
  const subject = routeSubject(flow, request)
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
