import fc from 'fast-check'
import { AUTHORITY } from '@/oracle/envoy/certificates'
import { fraction, headerMatcher, requestHeaders, stringMatcher } from '@/oracle/envoy/families/matchers'
import { JWKS, TOKENS } from '@/oracle/envoy/families/tokens'
import { optional, VALUES, word } from '@/oracle/envoy/families/words'
import { upstream } from '@/oracle/envoy/loopback'
import { extension, httpManager, listener, serverTls, staticCluster } from '@/oracle/envoy/resources'
import type { Built, Family, Slot } from '@/oracle/envoy/scenario'

const IDENTITIES = ['spiffe://mesh/ns/a/sa/one', 'spiffe://mesh/ns/b/sa/two']
const RANGES = ['127.0.0.0/8', '10.0.0.0/8', '192.0.2.0/24'].map((text) => {
  const [address_prefix = '', length] = text.split('/')
  return { address_prefix, prefix_len: Number(length) }
})
const path = word(['/', '/a', '/a/b', '/api?x=1', '/none'])

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
const rbac = fc
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

const rbacMatcher = fc
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

const fault = fc
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

const limit = fc
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
const jwt = fc
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

const cors = fc
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

const filters = fc.array(fc.oneof(rbac, rbac, rbacMatcher, fault, limit, jwt, jwt), { minLength: 1, maxLength: 2 })
const request = fc.record({
  method: word(['GET', 'GET', 'OPTIONS']),
  path,
  headers: requestHeaders,
  forwarded: optional(word(['10.1.2.3', '192.0.2.1, 10.1.2.3'])),
  token: optional(fc.tuple(word(Object.keys(TOKENS)), word(['authorization', 'x-token', 'query', 'cookie'])), 2),
  fault: fc.record({
    abort: optional(word(['401', '12', 'x'])),
    delay: optional(word(['1', 'x'])),
    percentage: optional(word(['10', '100']), 4),
  }),
  origin: optional(word(VALUES.filter((value) => value !== ''))),
  identity: fc.option(word(IDENTITIES)),
})
const arbitrary = fc.record({
  tls: fc.boolean(),
  filters,
  cors: optional(cors, 5),
  override: fc.constantFrom('none', 'none', 'disabled', 'rbac'),
  edge: fc.boolean(),
  requests: fc.array(request, { minLength: 10, maxLength: 10 }),
})
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never
type Request = Value['requests'][number]

function withToken({ path: bare, token }: Request): { path: string; headers: [string, string][] } {
  if (token === undefined) return { path: bare, headers: [] }
  const [kind, place] = token
  const value = TOKENS[kind] ?? ''
  if (place === 'query') return { path: `${bare}${bare.includes('?') ? '&' : '?'}x-token=${value}`, headers: [] }
  if (place === 'cookie') return { path: bare, headers: [['cookie', `other=1; token=${value}`]] }
  return { path: bare, headers: [[place, place === 'authorization' ? `Bearer ${value}` : `T ${value}`]] }
}

function headersOf(one: Request): [string, string][] {
  const named: [string, string | undefined][] = [
    ['x-forwarded-for', one.forwarded],
    ['x-envoy-fault-abort-request', one.fault.abort],
    ['x-envoy-fault-delay-request', one.fault.delay],
    ['x-envoy-fault-abort-request-percentage', one.fault.percentage],
    ['origin', one.origin],
    ['access-control-request-method', one.origin === undefined ? undefined : 'GET'],
  ]
  return [...one.headers, ...named.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]))]
}

/** The route's own settings: another RBAC, or the filter switched off. */
function perRoute(kind: Value['override']): object {
  const name = 'envoy.filters.http.rbac'
  if (kind === 'none') return {}
  if (kind === 'disabled')
    return { [name]: { '@type': 'type.googleapis.com/envoy.config.route.v3.FilterConfig', disabled: true, config: {} } }
  const policies = { own: { permissions: [{ any: true }], principals: [{ any: true }] } }
  return {
    [name]: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute',
      rbac: { rules: { action: 'DENY', policies } },
    },
  }
}

function build(value: Value, slot: Slot): Built {
  const own = { ...perRoute(value.override), ...value.cors?.typed_per_filter_config }
  const routes = [
    { name: slot.name('a'), match: { prefix: '/a' }, route: { cluster: slot.name('up') }, typed_per_filter_config: own },
    { name: slot.name('rest'), match: { prefix: '/' }, route: { cluster: slot.name('up') } },
  ]
  const route_config = { name: slot.name('routes'), virtual_hosts: [{ name: 'all', domains: ['*'], routes }] }
  const all = [...(value.cors === undefined ? [] : [value.cors.filter]), ...value.filters].map((filter, index) => ({
    ...filter,
    ...(index === 0 ? {} : {}),
  }))
  const validation_context = { trusted_ca: { inline_string: AUTHORITY } }
  const chain = {
    filters: [httpManager({ route_config, use_remote_address: value.edge }, distinctNames(all))],
    ...(value.tls ? { transport_socket: serverTls({}, { validation_context }) } : {}),
  }
  return {
    listeners: [listener(slot.name('filters'), slot.port(0), { filter_chains: [chain] })],
    clusters: [staticCluster(slot.name('up'), [upstream(0)])],
    probes: value.requests.map((one) => {
      const { path: full, headers } = withToken(one)
      return {
        port: slot.port(0),
        ...(value.tls ? { tls: { sni: 'a.test', alpn: [], identity: one.identity } } : {}),
        request: { method: one.method, path: full, host: 'a.test', headers: [...headersOf(one), ...headers] },
        times: 1,
      }
    }),
  }
}

/** Two filters of one chain need not share a name; settings of a route go by it. */
function distinctNames(all: object[]): object[] {
  const seen = new Set<string>()
  return all.map((filter, index) => {
    const name = 'name' in filter && typeof filter.name === 'string' ? filter.name : ''
    if (!seen.has(name)) {
      seen.add(name)
      return filter
    }
    return { ...filter, name: `${name}-${index}` }
  })
}

export const HTTP_FILTERS: Family<Value> = { name: 'HTTP filters: RBAC, JWT, faults, local rate limits, CORS', arbitrary, build }
