import { readHashPolicies } from '@/lib/envoy/config/hash-policy'
import { readRetryPolicy } from '@/lib/envoy/config/route'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { splitPort } from '@/lib/envoy/evaluate/http/authority'
import { formatting } from '@/lib/envoy/evaluate/http/format-value'
import { changeHeaders } from '@/lib/envoy/evaluate/http/header-changes'
import { redirectLocation } from '@/lib/envoy/evaluate/http/redirect'
import { rewriteHost, rewritePath } from '@/lib/envoy/evaluate/http/rewrite'
import type { Selection } from '@/lib/envoy/evaluate/http/select-route'
import { endsTunnel } from '@/lib/envoy/evaluate/http/upgrade'
import { reachCluster } from '@/lib/envoy/evaluate/reach-cluster'
import { answered, ended, unknownEnd } from '@/lib/envoy/evaluate/tree'
import type { EnvoyTree, HttpRequest } from '@/lib/envoy/model'

const REDIRECT_CODES: ReadonlyMap<string, number> = new Map([
  ['MOVED_PERMANENTLY', 301],
  ['FOUND', 302],
  ['SEE_OTHER', 303],
  ['TEMPORARY_REDIRECT', 307],
  ['PERMANENT_REDIRECT', 308],
])
const MISSING_CLUSTER: ReadonlyMap<string, number> = new Map([
  ['SERVICE_UNAVAILABLE', 503],
  ['NOT_FOUND', 404],
  ['INTERNAL_SERVER_ERROR', 500],
])
const BY_ITSELF = 'The route answers by itself (direct response).'
/** Envoy's default of a route's timeout. */
const DEFAULT_TIMEOUT_MS = 15_000

function flagsOf(flow: Flow): string {
  return flow.flags.length === 0 ? '-' : flow.flags.join(',')
}

function forward(flow: Flow, request: HttpRequest, selection: Selection & { route: NonNullable<Selection['route']> }): EnvoyTree {
  const { route, virtualHost, cluster } = selection
  if (cluster === null) return unknownEnd('How the route chooses its cluster is not modelled.')
  const action = route.actionNode
  const missing = MISSING_CLUSTER.get(action.get('cluster_not_found_response_code').text() ?? '') ?? 503
  if (cluster === '') return answered(missing, [...flow.flags, 'NC'].join(','), 'The header that names the cluster is missing.')
  const levels = [route.node, virtualHost?.node, selection.config.node]
  if (selection.config.mostSpecificWins) levels.reverse()
  const changed = changeHeaders(
    formatting(flow, request),
    [selection.weighted, ...levels].flatMap((node) => node ?? []),
  )
  const host = rewriteHost(route, changed)
  const authority = flow.connectPort === null || splitPort(host)[1] !== null ? host : `${host}:${flow.connectPort}`
  const sent: HttpRequest = { ...changed, path: rewritePath(route, changed.path), authority }
  const said = endsTunnel(action, sent) ? (sent.tunnel ?? { request: null, tls: null }) : { request: sent, tls: null }
  return reachCluster(
    flow,
    cluster,
    {
      via: 'http',
      request: said.request,
      inside: said.tls,
      route: route.name,
      mirrors: selection.mirrors,
      retry: readRetryPolicy(action, virtualHost?.node ?? route.node.get('none')),
      timeoutMs: action.get('timeout').milliseconds() ?? DEFAULT_TIMEOUT_MS,
      metadataMatch: [action, ...(selection.weighted === null ? [] : [selection.weighted])].map((node) => node.get('metadata_match')),
      priority: action.get('priority').text() === 'HIGH' ? 'HIGH' : 'DEFAULT',
      hashed: readHashPolicies(action),
      autoHostRewrite: action.get('auto_host_rewrite').flag(),
    },
    missing,
  )
}

/** What the router filter does with the route that was chosen. */
export function routeRequest(flow: Flow, request: HttpRequest, selection: Selection): EnvoyTree {
  const { route } = selection
  if (route === null) return answered(404, [...flow.flags, 'NR'].join(','), selection.reason ?? 'No route matches.')
  switch (route.action) {
    case 'redirect': {
      const status = REDIRECT_CODES.get(route.actionNode.get('response_code').text() ?? 'MOVED_PERMANENTLY') ?? 301
      // CONNECT has no path, and so is told no place to go to.
      if (request.method === 'CONNECT') return answered(status, flagsOf(flow), BY_ITSELF)
      const location = redirectLocation(route, request)
      return ended({ kind: 'answered', status, flags: flagsOf(flow), reason: `The route redirects to ${location}.`, location })
    }
    case 'direct_response':
      return answered(route.actionNode.get('status').number() ?? 200, flagsOf(flow), BY_ITSELF)
    case 'forward':
      return forward(flow, request, { ...selection, route })
    default:
      return unknownEnd(`The action of the route ${route.name ?? ''} is not modelled.`)
  }
}
