import type { Route } from '@/lib/envoy/config/route'
import { regexReplace } from '@/lib/envoy/evaluate/match/regex'
import type { HttpRequest } from '@/lib/envoy/model'

function split(path: string): [string, string] {
  const at = path.search(/[?#]/)
  return at === -1 ? [path, ''] : [path.slice(0, at), path.slice(at)]
}

/** The path after prefix_rewrite or regex_rewrite; of a regex or exact match the whole path is replaced. */
export function rewritePath(route: Route, path: string): string {
  const { match, actionNode } = route
  const [bare, query] = split(path)
  const prefix = actionNode.get('prefix_rewrite').text()
  if (prefix !== null && prefix !== '') {
    const matched = match.get('prefix').text() ?? match.get('path_separated_prefix').text()
    return prefix + (matched === null ? '' : bare.slice(matched.length)) + query
  }
  const pattern = actionNode.at('regex_rewrite', 'pattern', 'regex').text()
  if (pattern === null) return path
  const replaced = regexReplace(pattern, bare, actionNode.at('regex_rewrite', 'substitution').text() ?? '')
  return (replaced ?? bare) + query
}

/** The authority that the upstream sees. */
export function rewriteHost(route: Route, request: HttpRequest): string {
  const action = route.actionNode
  const literal = action.get('host_rewrite_literal').text()
  if (literal !== null && literal !== '') return literal
  const header = action.get('host_rewrite_header').text()
  if (header !== null) return request.headers.get(header.toLowerCase()) || request.authority
  const regex = action.at('host_rewrite_path_regex', 'pattern', 'regex').text()
  if (regex === null) return request.authority
  const [bare] = split(request.path)
  return regexReplace(regex, bare, action.at('host_rewrite_path_regex', 'substitution').text() ?? '') ?? request.authority
}
