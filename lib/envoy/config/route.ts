import { objectsOf } from '@/lib/envoy/config/istio-object'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** envoy.config.route.v3.RetryPolicy as far as it decides. `attempts` is how often it is tried again. */
export interface RetryPolicy {
  on: string[]
  attempts: number
  statusCodes: number[]
  perTryTimeoutMs: number | null
}

export interface Route {
  name: string | null
  match: JsonNode
  /** What it does; `unknown` for an action that is not modelled. */
  action: 'forward' | 'redirect' | 'direct_response' | 'non_forwarding' | 'unknown'
  /** The action's message. */
  actionNode: JsonNode
  objects: string[]
  node: JsonNode
  pointer: string
}

const ACTIONS = [
  ['route', 'forward'],
  ['redirect', 'redirect'],
  ['direct_response', 'direct_response'],
  ['non_forwarding_action', 'non_forwarding'],
] as const

/** Normalises one route (envoy.config.route.v3.Route). */
export function readRoute(node: JsonNode): Route {
  const found = ACTIONS.find(([field]) => node.has(field))
  return {
    name: node.get('name').text(),
    match: node.get('match'),
    action: found?.[1] ?? 'unknown',
    actionNode: node.get(found?.[0] ?? 'filter_action'),
    objects: objectsOf(node),
    node,
    pointer: node.pointer,
  }
}

/** The retry policy of a route's action, or of its virtual host; null: no retries. */
export function readRetryPolicy(action: JsonNode, virtualHost: JsonNode): RetryPolicy | null {
  const own = action.get('retry_policy')
  const node = own.exists ? own : virtualHost.get('retry_policy')
  if (!node.exists) return null
  return {
    on: (node.get('retry_on').text() ?? '').split(',').filter((word) => word !== ''),
    attempts: node.get('num_retries').number() ?? 1,
    statusCodes: node
      .get('retriable_status_codes')
      .items()
      .flatMap((code) => code.number() ?? []),
    perTryTimeoutMs: node.get('per_try_timeout').milliseconds(),
  }
}

/** A route's match in one line: "prefix /api · header end-user = jason". */
export function routeMatchText(match: JsonNode): string {
  const path = match.oneOf('prefix', 'path', 'path_separated_prefix', 'safe_regex', 'connect_matcher', 'path_match_policy')
  const value = path?.node.text() ?? path?.node.get('regex').text() ?? ''
  const headers = match
    .get('headers')
    .items()
    .map((header) => `header ${header.get('name').text() ?? '?'}`)
  const query = match
    .get('query_parameters')
    .items()
    .map((parameter) => `query ${parameter.get('name').text() ?? '?'}`)
  const fraction = match.has('runtime_fraction') ? ['a fraction'] : []
  const name = path === null ? 'any path' : path.name === 'safe_regex' ? 'regex' : path.name.replaceAll('_', ' ')
  return [`${name} ${value}`.trim(), ...headers, ...query, ...fraction].join(', ')
}
