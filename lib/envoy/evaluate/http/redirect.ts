import type { Route } from '@/lib/envoy/config/route'
import { splitPort } from '@/lib/envoy/evaluate/http/authority'
import { rewritePath } from '@/lib/envoy/evaluate/http/rewrite'
import type { HttpRequest } from '@/lib/envoy/model'

const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
])

/** The scheme that the client used, as a proxy before or the connection says. */
function askedScheme({ headers, scheme }: HttpRequest): string {
  const said = headers.get('x-forwarded-proto')
  return said === 'http' || said === 'https' ? said : scheme
}

/** The request's host; its port goes where another is set, or where it is the old scheme's own and the scheme changes. */
function hostFor(request: HttpRequest, scheme: string, port: number | null): string {
  const [host, own] = splitPort(request.authority)
  const asked = askedScheme(request)
  return own !== null && (port !== null || (scheme !== asked && own === DEFAULT_PORTS.get(asked))) ? host : request.authority
}

/** The Location that a redirect answers (envoy.config.route.v3.RedirectAction). Source: RouteEntryImplBase::newUri. */
export function redirectLocation(route: Route, request: HttpRequest): string {
  const redirect = route.actionNode
  const scheme = redirect.get('scheme_redirect').text() || (redirect.get('https_redirect').flag() ? 'https' : askedScheme(request))
  const port = redirect.get('port_redirect').number()
  const host = redirect.get('host_redirect').text() || hostFor(request, scheme, port)
  const fixed = redirect.get('path_redirect').text() || null
  const at = request.path.indexOf('?')
  const query = at === -1 ? '' : request.path.slice(at)
  const hasQuery = fixed?.includes('?') === true
  const path = fixed === null ? rewritePath(route, request.path) : hasQuery ? fixed : fixed + query
  const rooted = path.startsWith('/') ? path : `/${path}`
  const kept = redirect.get('strip_query').flag() && !hasQuery ? (rooted.split('?', 1)[0] ?? '') : rooted
  return `${scheme}://${host}${port === null ? '' : `:${port}`}${kept}`
}
