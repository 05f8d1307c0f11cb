import { type TokenVerdict, UNKNOWN_ISSUER, verifyToken } from '@/lib/envoy/evaluate/jwt/verify'
import type { HttpRequest } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { MAX_MATCH_DEPTH } from '@/lib/envoy/parse/limits'

/** The token that a provider finds in the request: its headers, else Authorization: Bearer, its query parameters, its cookies. */
export function findToken(provider: JsonNode, request: HttpRequest): string | null {
  const headers = provider.get('from_headers').items()
  const params = provider.get('from_params').texts()
  for (const place of headers) {
    const value = request.headers.get((place.get('name').text() ?? '').toLowerCase())
    const prefix = place.get('value_prefix').text() ?? ''
    if (value?.startsWith(prefix)) return value.slice(prefix.length)
  }
  const cookies = provider.get('from_cookies').texts()
  const own = headers.length > 0 || params.length > 0 || cookies.length > 0
  const authorization = request.headers.get('authorization')
  if (!own && authorization?.startsWith('Bearer ')) return authorization.slice('Bearer '.length)
  const query = new URLSearchParams(/\?([^#]*)/.exec(request.path)?.[1] ?? '')
  for (const name of own ? params : ['access_token']) {
    const value = query.get(name)
    if (value !== null) return value
  }
  const sent = new Map(
    (request.headers.get('cookie') ?? '').split(';').flatMap((pair): [string, string][] => {
      const at = pair.indexOf('=')
      return at === -1 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()]]
    }),
  )
  return cookies.map((name) => sent.get(name)).find((value) => value !== undefined) ?? null
}

export interface Requirement {
  providers: JsonNode
  request: HttpRequest
  nowSeconds: number | undefined
  /** Payloads of verified tokens, by payload_in_metadata. */
  payloads: Map<string, unknown>
}

/** good: the request may go on, with or without a token. */
export type Outcome = { is: 'good' } | Extract<TokenVerdict, { is: 'missing' | 'bad' }> | { is: 'unknown'; why: string }

function byProvider(context: Requirement, name: string, audiences: readonly string[]): Outcome {
  const provider = context.providers.key(name)
  const verdict = verifyToken(provider, findToken(provider, context.request), audiences, context.nowSeconds)
  if (verdict.is === 'missing' || verdict.is === 'bad') return verdict
  const key = provider.get('payload_in_metadata').text()
  if (key !== null) context.payloads.set(key, verdict.payload)
  return verdict.is === 'good' ? { is: 'good' } : { is: 'unknown', why: verdict.why }
}

/** allow_missing by itself looks at every provider's token. */
function anyProvider(context: Requirement): Outcome {
  const outcomes = context.providers.entries().map(([name]) => byProvider(context, name, []))
  return (
    outcomes.find((one) => one.is === 'good') ??
    outcomes.find((one) => one.is === 'unknown') ??
    outcomes.find((one) => one.is === 'bad') ?? { is: 'missing' }
  )
}

/** Of several failures Envoy tells the last one that is more than a missing token or another issuer's. */
function worse(before: Outcome, after: Outcome): Outcome {
  const slight = after.is === 'missing' || (after.is === 'bad' && after.why === UNKNOWN_ISSUER)
  return slight && before.is === 'bad' && before.why !== UNKNOWN_ISSUER ? before : after
}

/** One of the requirements must hold; allow_missing among them means that all others may miss their token, not that it may be bad. */
function requireAny(context: Requirement, nodes: JsonNode[], depth: number): Outcome {
  const regular = nodes.filter((node) => !node.has('allow_missing') && !node.has('allow_missing_or_failed'))
  let worst: Outcome = { is: 'missing' }
  let open: Outcome | null = null
  for (const node of regular) {
    const outcome = evaluateRequirement(context, node, depth + 1)
    if (outcome.is === 'good') return outcome
    if (outcome.is === 'unknown') open ??= outcome
    else worst = worse(worst, outcome)
  }
  if (nodes.some((node) => node.has('allow_missing_or_failed'))) return { is: 'good' }
  if (open !== null) return open
  const mayMiss = nodes.some((node) => node.has('allow_missing'))
  if (mayMiss && regular.length === 0) return evaluateRequirement(context, nodes[0] ?? context.providers, depth + 1)
  return mayMiss && worst.is === 'missing' ? { is: 'good' } : worst
}

/** envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement. */
export function evaluateRequirement(context: Requirement, node: JsonNode, depth = 0): Outcome {
  if (depth > MAX_MATCH_DEPTH) return { is: 'unknown', why: 'the requirement is nested too deeply' }
  const provider = node.get('provider_name').text()
  if (provider !== null) return byProvider(context, provider, [])
  const withAudiences = node.get('provider_and_audiences')
  if (withAudiences.exists)
    return byProvider(context, withAudiences.get('provider_name').text() ?? '', withAudiences.get('audiences').texts())
  if (node.has('requires_any')) return requireAny(context, node.at('requires_any', 'requirements').items(), depth)
  if (node.has('requires_all')) {
    const outcomes = node
      .at('requires_all', 'requirements')
      .items()
      .map((one) => evaluateRequirement(context, one, depth + 1))
    return (
      outcomes.find((one) => one.is === 'bad' || one.is === 'missing') ?? outcomes.find((one) => one.is === 'unknown') ?? { is: 'good' }
    )
  }
  if (node.has('allow_missing_or_failed')) {
    anyProvider(context)
    return { is: 'good' }
  }
  if (node.has('allow_missing')) {
    const outcome = anyProvider(context)
    return outcome.is === 'missing' ? { is: 'good' } : outcome
  }
  return { is: 'good' }
}
