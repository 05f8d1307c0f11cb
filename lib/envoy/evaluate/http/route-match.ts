import type { Runtime } from '@/lib/envoy/config/runtime'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { matchHeader } from '@/lib/envoy/evaluate/match/header'
import { regexMatches } from '@/lib/envoy/evaluate/match/regex'
import { matchString } from '@/lib/envoy/evaluate/match/string'
import { all, type Match, no, unknown, when, YES } from '@/lib/envoy/evaluate/verdict'
import type { HttpRequest } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** What a route match may look at beside the request. */
export interface RouteSubject {
  request: HttpRequest
  encrypted: boolean
  clientCertificate: boolean
  runtime: Runtime
}

/** A request as the routes of its connection see it. */
export const routeSubject = (flow: Flow, request: HttpRequest): RouteSubject => ({
  request,
  encrypted: flow.terminated !== null,
  clientCertificate: (flow.terminated?.identity ?? null) !== null,
  runtime: flow.index.runtime(flow.state.stats),
})

function matchPath(match: JsonNode, { method, path }: HttpRequest): Match {
  const found = match.oneOf('prefix', 'path', 'path_separated_prefix', 'safe_regex', 'connect_matcher', 'path_match_policy')
  if (found?.name === 'connect_matcher') return when(method === 'CONNECT', 'method', 'it only takes CONNECT')
  if (method === 'CONNECT') return no('path', 'CONNECT has none')
  if (found === null) return YES
  const bare = path.split(/[?#]/, 1)[0] ?? ''
  if (found.name === 'safe_regex') {
    const regex = found.node.get('regex').text() ?? ''
    const result = regexMatches(regex, bare)
    return result === null
      ? unknown('path', `the regular expression ${regex} cannot be evaluated`)
      : when(result, 'path', `${bare} does not match ${regex}`)
  }
  const wanted = found.node.text()
  if (wanted === null) return unknown('path', 'this kind of path match is not modelled')
  const fold = !match.get('case_sensitive').flag(true)
  const [value, want] = fold ? [bare.toLowerCase(), wanted.toLowerCase()] : [bare, wanted]
  if (found.name === 'path') return when(value === want, 'path', `${bare} is not ${wanted}`)
  if (found.name === 'prefix') return when(value.startsWith(want), 'path', `${bare} does not begin with ${wanted}`)
  return when(value === want || value.startsWith(`${want}/`), 'path', `${bare} is not below ${wanted}`)
}

/** Query parameters as Envoy reads them: the first of a name counts, values are not decoded. */
function queryOf(path: string): Map<string, string> {
  const found = new Map<string, string>()
  const query = /\?([^#]*)/.exec(path)?.[1] ?? ''
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=')
    const key = at === -1 ? pair : pair.slice(0, at)
    if (key !== '' && !found.has(key)) found.set(key, at === -1 ? '' : pair.slice(at + 1))
  }
  return found
}

function matchQuery(parameter: JsonNode, query: Map<string, string>): Match {
  const name = parameter.get('name').text() ?? ''
  const part = `query ${name}`
  const value = query.get(name)
  if (parameter.has('string_match'))
    return value === undefined ? no(part, 'the request does not have it') : matchString(parameter.get('string_match'), value, part)
  const wanted = parameter.get('present_match').flag(true)
  return when((value !== undefined) === wanted, part, value === undefined ? 'the request does not have it' : 'the request has it')
}

function matchTls(context: JsonNode, subject: RouteSubject): Match {
  if (!context.exists) return YES
  const [presented, validated] = [context.get('presented'), context.get('validated')]
  if (presented.exists && presented.flag() !== subject.clientCertificate) return no('tls_context', 'it is shown or not, against the match')
  if (!validated.exists) return YES
  // Without a certificate none was validated; with one the listener may have let it pass untrusted.
  if (subject.clientCertificate) return unknown('tls_context', 'it is not in any dump')
  return when(!validated.flag(), 'tls_context', 'the client shows no certificate')
}

const MODELLED: ReadonlySet<string> = new Set([
  ...['prefix', 'path', 'path_separated_prefix', 'safe_regex', 'connect_matcher', 'path_match_policy', 'case_sensitive'],
  ...['runtime_fraction', 'headers', 'query_parameters', 'grpc', 'tls_context', 'dynamic_metadata', 'filter_state'],
])

/** A part of a match that a newer Envoy may have brought. */
function matchUnmodelled(match: JsonNode): Match {
  const other = match.entries().find(([name]) => !MODELLED.has(name))?.[0]
  return other === undefined ? YES : unknown(other, 'this kind of route match is not modelled')
}

/** envoy.config.route.v3.RouteMatch, without its runtime_fraction (a matter of chance, which the caller forks on). */
export function matchRoute(match: JsonNode, subject: RouteSubject): Match {
  const { request } = subject
  // The path first and alone: most routes of a long list fail by it.
  const path = matchPath(match, request)
  if (path.is === 'no') return path
  const unmodelled = match.oneOf('dynamic_metadata', 'filter_state')
  return all([
    path,
    ...match
      .get('headers')
      .items()
      .map((header) => matchHeader(header, request)),
    ...(match.has('query_parameters')
      ? match
          .get('query_parameters')
          .items()
          .map((parameter) => matchQuery(parameter, queryOf(request.path)))
      : []),
    match.has('grpc')
      ? when((request.headers.get('content-type') ?? '').startsWith('application/grpc'), 'gRPC', 'it is not a gRPC request')
      : YES,
    matchTls(match.get('tls_context'), subject),
    matchUnmodelled(match),
    unmodelled === null || unmodelled.node.length === 0 ? YES : unknown(unmodelled.name.replace('_', ' '), 'it is not in any dump'),
  ])
}
