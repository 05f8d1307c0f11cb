import fc from 'fast-check'
import { AUTHORITY } from '@/oracle/envoy/certificates'
import { cors, fault, IDENTITIES, jwt, limit, rbac, rbacMatcher } from '@/oracle/envoy/families/http-filter-configs'
import { requestHeaders } from '@/oracle/envoy/families/matchers'
import { TOKENS } from '@/oracle/envoy/families/tokens'
import { optional, VALUES, word } from '@/oracle/envoy/families/words'
import { upstream } from '@/oracle/envoy/loopback'
import { httpManager, listener, serverTls, staticCluster } from '@/oracle/envoy/resources'
import type { Built, Family, Slot } from '@/oracle/envoy/scenario'

const path = word(['/', '/a', '/a/b', '/api?x=1', '/none'])

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
