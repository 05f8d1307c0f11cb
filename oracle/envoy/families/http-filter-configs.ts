import fc from 'fast-check'
import { fraction, headerMatcher, stringMatcher } from '@/oracle/envoy/families/matchers'
import { JWKS } from '@/oracle/envoy/families/tokens'
import { optional, VALUES, word } from '@/oracle/envoy/families/words'
import { extension } from '@/oracle/envoy/resources'

/** SPIFFE identities that clients show and policies name. */
export const IDENTITIES = ['spiffe://mesh/ns/a/sa/one', 'spiffe://mesh/ns/b/sa/two']
const RANGES = ['127.0.0.0/8', '10.0.0.0/8', '192.0.2.0/24'].map((text) => {
  const [address_prefix = '', length] = text.split('/')
  return { address_prefix, prefix_len: Number(length) }
})

interface Rules {
  permission: object
  principal: object
}
const { permission, principal } = fc.letrec<Rules>((tie) => ({
  permission: fc.oneof(
    { maxDepth: 2 },
    fc.constant({ any: true }),
    headerMatcher.map((header) => ({ header })),
    stringMatcher.map((one) => ({ url_path: { path: one } })),
    word(['/a', '/']).map((prefix) => ({ url_path: { path: { prefix } } })),
    fc.constantFrom(...RANGES).map((destination_ip) => ({ destination_ip })),
    fc.constant({ destination_port_range: { start: 10_000, end: 10_100 } }),
    fc.array(tie('permission'), { minLength: 1, maxLength: 2 }).map((rules) => ({ and_rules: { rules } })),
    fc.array(tie('permission'), { minLength: 1, maxLength: 2 }).map((rules) => ({ or_rules: { rules } })),
    tie('permission').map((not_rule) => ({ not_rule })),
  ),
  principal: fc.oneof(
    { maxDepth: 2 },
    fc.constant({ any: true }),
    headerMatcher.map((header) => ({ header })),
    word(IDENTITIES).map((exact) => ({ authenticated: { principal_name: { exact } } })),
    fc.constantFrom({ authenticated: {} }, { authenticated: { principal_name: { prefix: 'spiffe://mesh/ns/a/' } } }),
    fc.tuple(word(['source_ip', 'direct_remote_ip', 'remote_ip']), fc.constantFrom(...RANGES)).map(([field, one]) => ({ [field]: one })),
    fc.array(tie('principal'), { minLength: 1, maxLength: 2 }).map((ids) => ({ and_ids: { ids } })),
    fc.array(tie('principal'), { minLength: 1, maxLength: 2 }).map((ids) => ({ or_ids: { ids } })),
    tie('principal').map((not_id) => ({ not_id })),
  ),
}))
export const rbac = fc
  .record({
    action: word(['ALLOW', 'DENY', 'LOG']),
    policies: fc.dictionary(
      word(['p1', 'p2', 'a3']),
      fc.record({
        permissions: fc.array(permission, { minLength: 1, maxLength: 2 }),
        principals: fc.array(principal, { minLength: 1, maxLength: 2 }),
      }),
      { maxKeys: 3 },
    ),
  })
  .map(({ action, policies }) =>
    extension('envoy.filters.http.rbac', 'filters.http.rbac.v3.RBAC', { rules: { action, policies: { ...policies } } }),
  )

export const rbacMatcher = fc
  .array(fc.tuple(word(['x-a', 'x-b']), word(VALUES.filter((value) => value !== '')), word(['ALLOW', 'DENY'])), {
    minLength: 1,
    maxLength: 3,
  })
  .map((list) => {
    const matchers = list.map(([header_name, exact, action]) => {
      const input = {
        name: 'h',
        typed_config: { '@type': 'type.googleapis.com/envoy.type.matcher.v3.HttpRequestHeaderMatchInput', header_name },
      }
      const typed_config = { '@type': 'type.googleapis.com/envoy.config.rbac.v3.Action', name: `${header_name}-${exact}`, action }
      return { predicate: { single_predicate: { input, value_match: { exact } } }, on_match: { action: { name: 'action', typed_config } } }
    })
    return extension('envoy.filters.http.rbac', 'filters.http.rbac.v3.RBAC', { matcher: { matcher_list: { matchers } } })
  })

export const fault = fc
  .record(
    {
      abort: fc
        .tuple(fraction, fc.constantFrom<object>({ http_status: 418 }, { http_status: 503 }, { header_abort: {} }))
        .map(([percentage, how]) => ({ percentage, ...how })),
      delay: fc
        .tuple(fraction, fc.constantFrom<object>({ fixed_delay: '0.001s' }, { header_delay: {} }))
        .map(([percentage, how]) => ({ percentage, ...how })),
      headers: fc.array(headerMatcher, { maxLength: 1 }),
      max_active_faults: fc.constantFrom(0, 100),
    },
    { requiredKeys: [] },
  )
  .map((config) => extension('envoy.filters.http.fault', 'filters.http.fault.v3.HTTPFault', config))

export const limit = fc
  .record({
    max_tokens: fc.constantFrom(1, 4),
    enabled: fc.constantFrom(0, 100),
    code: optional(fc.constantFrom(503, 429, 200), 2),
  })
  .map(({ max_tokens, enabled, code }) => {
    const share = { default_value: { numerator: enabled, denominator: 'HUNDRED' } }
    const token_bucket = { max_tokens, tokens_per_fill: 1, fill_interval: '600s' }
    const config = {
      stat_prefix: 'l',
      token_bucket,
      filter_enabled: share,
      filter_enforced: share,
      ...(code === undefined ? {} : { status: { code } }),
    }
    return extension('envoy.filters.http.local_ratelimit', 'filters.http.local_ratelimit.v3.LocalRateLimit', config)
  })

interface Requirements {
  requirement: object
}
const { requirement } = fc.letrec<Requirements>((tie) => ({
  requirement: fc.oneof(
    { maxDepth: 2 },
    word(['a', 'b']).map((provider_name) => ({ provider_name })),
    fc.constant({ provider_and_audiences: { provider_name: 'a', audiences: ['mobile'] } }),
    fc.constantFrom({ allow_missing: {} }, { allow_missing_or_failed: {} }),
    fc.array(tie('requirement'), { minLength: 2, maxLength: 2 }).map((requirements) => ({ requires_any: { requirements } })),
    fc.array(tie('requirement'), { minLength: 2, maxLength: 2 }).map((requirements) => ({ requires_all: { requirements } })),
  ),
}))
export const jwt = fc
  .record({
    rules: fc.array(fc.record({ match: word(['/', '/a', '/api']).map((prefix) => ({ prefix })), requires: optional(requirement, 1) }), {
      minLength: 1,
      maxLength: 2,
    }),
    audiences: fc.constantFrom<string[]>([], ['web']),
    places: fc.constantFrom<object>(
      {},
      { from_headers: [{ name: 'x-token', value_prefix: 'T ' }] },
      { from_params: ['x-token'] },
      { from_cookies: ['token'] },
    ),
  })
  .map(({ rules, audiences, places }) => {
    const local_jwks = { inline_string: JWKS }
    const providers = {
      a: { issuer: 'issuer-a', audiences, local_jwks, forward: true, ...places },
      b: { issuer: 'issuer-b', local_jwks, forward: true },
    }
    return extension('envoy.filters.http.jwt_authn', 'filters.http.jwt_authn.v3.JwtAuthentication', { providers, rules })
  })

export const cors = fc
  .tuple(fc.array(stringMatcher, { minLength: 1, maxLength: 2 }), fraction)
  .map(([allow_origin_string_match, default_value]) => ({
    filter: extension('envoy.filters.http.cors', 'filters.http.cors.v3.Cors'),
    typed_per_filter_config: {
      'envoy.filters.http.cors': {
        '@type': 'type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy',
        allow_origin_string_match,
        ...(default_value.numerator === 100 || default_value.numerator === 0 ? { filter_enabled: { default_value } } : {}),
      },
    },
  }))
