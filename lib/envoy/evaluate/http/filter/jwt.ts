import type { FilterContext } from '@/lib/envoy/evaluate/http/filter/context'
import { matchRoute, routeSubject } from '@/lib/envoy/evaluate/http/route-match'
import { evaluateRequirement, type Outcome } from '@/lib/envoy/evaluate/jwt/requirement'
import { after, answered, event, forked } from '@/lib/envoy/evaluate/tree'
import type { EnvoyEvent, EnvoyTree } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

export const JWT_METADATA = 'envoy.filters.http.jwt_authn'

/** The requirement for this request: the route's own by name, else the first rule that matches. */
function requirementFor({ flow, request, filter, override }: FilterContext): JsonNode | null {
  const map = filter.config.get('requirement_map')
  const named = override?.get('requirement_name').text()
  if (named !== null && named !== undefined) return map.key(named)
  if (override?.get('disabled').flag() === true) return null
  const subject = routeSubject(flow, request)
  const rule = filter.config
    .get('rules')
    .items()
    .find((one) => matchRoute(one.get('match'), subject).is === 'yes')
  if (rule === undefined) return null
  const name = rule.get('requirement_name').text()
  const requirement = name === null ? rule.get('requires') : map.key(name)
  return requirement.exists ? requirement : null
}

function refuse(context: FilterContext, outcome: Exclude<Outcome, { is: 'good' | 'unknown' }>, seen: EnvoyEvent): EnvoyTree {
  const [status, why] = outcome.is === 'bad' ? [outcome.status, outcome.why] : [401, 'Jwt is missing']
  const reason = `jwt_authn_access_denied{${why.replaceAll(' ', '_')}}`
  return answered(status, context.flow.flags.join(',') || '-', reason, [{ ...seen, reason }])
}

/** envoy.extensions.filters.http.jwt_authn.v3: refuses bad tokens, and hands the claims of good ones to later filters. */
export function authenticateJwt(context: FilterContext): EnvoyTree {
  const { flow, request, filter, next } = context
  const preflight = request.method === 'OPTIONS' && request.headers.has('origin') && request.headers.has('access-control-request-method')
  if (preflight && filter.config.get('bypass_cors_preflight').flag()) return next(flow, request)
  const requirement = requirementFor(context)
  if (requirement === null) return next(flow, request)
  const payloads = new Map<string, unknown>()
  const outcome = evaluateRequirement(
    { providers: filter.config.get('providers'), request, nowSeconds: flow.state.nowSeconds, payloads },
    requirement,
  )
  const facts = {
    providers: filter.config
      .get('providers')
      .entries()
      .map(([name, provider]) => provider.get('issuer').text() ?? name)
      .join(', '),
    token: payloads.size > 0 ? 'accepted' : 'none',
  }
  const seen = event({ kind: 'filter', filter: filter.name, pointer: requirement.pointer, facts })
  const goOn = () => next({ ...flow, metadata: new Map([...flow.metadata, [JWT_METADATA, Object.fromEntries(payloads)]]) }, request)
  if (outcome.is === 'good') return after([seen], goOn())
  if (outcome.is !== 'unknown') return refuse(context, outcome, { ...seen, facts: { ...facts, token: 'refused' } })
  return after(
    [{ ...seen, reason: outcome.why }],
    forked([
      { probability: null, label: 'token accepted', tree: goOn() },
      { probability: null, label: 'token refused', tree: answered(401, flow.flags.join(',') || '-', 'The token is refused.') },
    ]),
  )
}
