import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** One thing that decides which host of a ring or table a request goes to. */
export interface HashPolicy {
  from: 'header' | 'cookie' | 'source IP' | 'query parameter' | 'filter state' | 'unknown'
  /** Of the header, cookie, parameter or filter state; empty: there is none. */
  name: string
  /** A cookie that Envoy makes where the client sends none (it has a ttl). */
  made: boolean
}

const NAMED = [
  ['header', 'header_name', 'header'],
  ['cookie', 'name', 'cookie'],
  ['query_parameter', 'name', 'query parameter'],
  ['filter_state', 'key', 'filter state'],
] as const

function readOne(node: JsonNode): HashPolicy | null {
  if (node.has('source_ip')) return { from: 'source IP', name: '', made: false }
  const connection = node.get('connection_properties')
  if (connection.exists) return connection.get('source_ip').flag() ? { from: 'source IP', name: '', made: false } : null
  const found = NAMED.find(([field]) => node.has(field))
  if (found === undefined) return { from: 'unknown', name: '', made: false }
  const [field, key, from] = found
  return { from, name: node.at(field, key).text() ?? '', made: from === 'cookie' && node.at(field, 'ttl').exists }
}

/** Reads `hash_policy` of a route's action or of tcp_proxy (envoy.config.route.v3.RouteAction.HashPolicy, envoy.type.v3.HashPolicy). */
export function readHashPolicies(action: JsonNode): HashPolicy[] {
  return action
    .get('hash_policy')
    .items()
    .flatMap((node) => readOne(node) ?? [])
}

/** In one line: "header x-user, cookie session". */
export function hashPolicyText(policies: readonly HashPolicy[]): string {
  return policies.map(({ from, name }) => `${from} ${name}`.trim()).join(', ')
}
