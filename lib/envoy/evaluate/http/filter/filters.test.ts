import { createSign, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import { endsOf } from '@/lib/envoy/evaluate/tree'
import { httpListener, plain, request, stateOf, staticCluster } from '@/lib/envoy/testing/dump'

const FILTER = 'type.googleapis.com/envoy.extensions.filters.http.'
const NOW = 1_800_000_000

/** The ends of a request through these HTTP filters: "upstream", or status and flags. */
function through(
  filters: object[],
  headers: Record<string, string> = {},
  options: { path?: string; route?: object; method?: string } = {},
): string[] {
  const routes = [{ match: { prefix: '/' }, route: { cluster: 'a' }, ...options.route }]
  const config = { name: 'r', virtual_hosts: [{ name: 'v', domains: ['*'], routes }] }
  const state = stateOf({ listeners: [httpListener(config, filters)], clusters: [staticCluster('a', ['10.1.0.1:80'])] })
  const tree = evaluateProxy({ ...state, nowSeconds: NOW }, plain(request(options.path ?? '/', 'h', headers, options.method)))
  return endsOf(tree).map((end) =>
    end.kind === 'answered' ? `${end.status} ${end.flags}` : `${end.kind} ${end.kind === 'upstream' ? (end.flags ?? '') : ''}`.trim(),
  )
}

const filter = (name: string, type: string, config: object) => ({ name, typed_config: { '@type': `${FILTER}${type}`, ...config } })

describe('fault', () => {
  const fault = (config: object) => [filter('envoy.filters.http.fault', 'fault.v3.HTTPFault', config)]
  const percent = (numerator: number) => ({ percentage: { numerator } })
  test('aborts some, all or none; delays are flagged', () => {
    expect(through(fault({ abort: { http_status: 500, ...percent(100) } }))).toEqual(['500 FI'])
    expect(through(fault({ abort: { http_status: 500, ...percent(20) } }))).toEqual(['500 FI', 'upstream'])
    expect(through(fault({ abort: { http_status: 500, ...percent(0) } }))).toEqual(['upstream'])
    expect(through(fault({ delay: { fixed_delay: '1s', ...percent(100) } }))).toEqual(['upstream DI'])
  })
  test('delays and aborts are drawn apart, each by its own chance', () => {
    const both = { delay: { fixed_delay: '1s', ...percent(50) }, abort: { http_status: 500, ...percent(20) } }
    expect(through(fault(both))).toEqual(['500 DI,FI', 'upstream DI', '500 FI', 'upstream'])
    expect(through(fault({ ...both, max_active_faults: 0 }))).toEqual(['upstream'])
    expect(through(fault({ delay: { fixed_delay: '0s', ...percent(100) } }))).toEqual(['upstream'])
  })
  test('headers ask for a fault, and for a smaller share of it', () => {
    const byHeader = fault({ abort: { header_abort: {}, ...percent(100) } })
    expect(through(byHeader)).toEqual(['upstream'])
    expect(through(byHeader, { 'x-envoy-fault-abort-request': '12' })).toEqual(['upstream'])
    expect(through(byHeader, { 'x-envoy-fault-abort-request': '429' })).toEqual(['429 FI'])
    const some = { 'x-envoy-fault-abort-request': '429', 'x-envoy-fault-abort-request-percentage': '30' }
    expect(through(byHeader, some)).toEqual(['429 FI', 'upstream'])
  })
  test('a route’s own configuration wins, and headers limit it', () => {
    const own = {
      '@type': `${FILTER}fault.v3.HTTPFault`,
      abort: { http_status: 418, ...percent(100) },
      headers: [{ name: 'x-user', string_match: { exact: 'j' } }],
    }
    const route = { typed_per_filter_config: { 'envoy.filters.http.fault': own } }
    expect(through(fault({}), { 'x-user': 'j' }, { route })).toEqual(['418 FI'])
    expect(through(fault({}), {}, { route })).toEqual(['upstream'])
  })
})

describe('rbac', () => {
  const rbac = (rules: object) => [filter('envoy.filters.http.rbac', 'rbac.v3.RBAC', { rules })]
  const policy = (permission: object, principal: object = { any: true }) => ({
    'ns[a]-policy[b]-rule[0]': { permissions: [permission], principals: [principal] },
  })
  const path = (prefix: string) => ({ url_path: { path: { prefix } } })
  test('ALLOW, DENY, LOG and no policy at all', () => {
    expect(through(rbac({}))).toEqual(['403 -'])
    expect(through(rbac({ action: 'DENY' }))).toEqual(['upstream'])
    expect(through(rbac({ policies: policy(path('/ok')) }), {}, { path: '/ok/1' })).toEqual(['upstream'])
    expect(through(rbac({ policies: policy(path('/ok')) }))).toEqual(['403 -'])
    expect(through(rbac({ action: 'DENY', policies: policy(path('/no')) }), {}, { path: '/no' })).toEqual(['403 -'])
    expect(through(rbac({ action: 'LOG', policies: policy({ any: true }) }))).toEqual(['upstream'])
  })
  test('and, or, not, addresses and identities', () => {
    const from = (prefix: string) => ({ direct_remote_ip: { address_prefix: prefix, prefix_len: 24 } })
    expect(through(rbac({ policies: policy({ any: true }, from('192.0.2.0')) }))).toEqual(['upstream'])
    expect(through(rbac({ policies: policy({ any: true }, { not_id: from('192.0.2.0') }) }))).toEqual(['403 -'])
    const somebody = { authenticated: { principal_name: { prefix: 'spiffe://' } } }
    expect(through(rbac({ policies: policy({ any: true }, { or_ids: { ids: [somebody, from('192.0.2.0')] } }) }))).toEqual(['upstream'])
    expect(through(rbac({ policies: policy({ and_rules: { rules: [path('/'), { destination_port: 9 }] } }) }))).toEqual(['403 -'])
  })
  test('a matcher tree allows or denies by its action, and denies what it does not name', () => {
    const input = { typed_config: { '@type': 'type.googleapis.com/envoy.type.matcher.v3.HttpRequestHeaderMatchInput', header_name: 'x-a' } }
    const entry = (exact: string, action: string) => ({
      predicate: { single_predicate: { input, value_match: { exact } } },
      on_match: { action: { typed_config: { '@type': 'type.googleapis.com/envoy.config.rbac.v3.Action', name: exact, action } } },
    })
    const matcher = { matcher_list: { matchers: [entry('yes', 'ALLOW'), entry('no', 'DENY')] } }
    const tree = [filter('envoy.filters.http.rbac', 'rbac.v3.RBAC', { matcher })]
    expect(['yes', 'no', 'other'].flatMap((value) => through(tree, { 'x-a': value }))).toEqual(['upstream', '403 -', '403 -'])
  })
  test('what cannot be known goes both ways', () => {
    const cel = { p: { permissions: [{ any: true }], principals: [{ any: true }], condition: {} } }
    expect(through(rbac({ policies: cel }))).toEqual(['upstream', '403 -'])
  })
})

describe('jwt', () => {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = keys.publicKey.export({ format: 'jwk' })
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = (payload: object, tamper = false) => {
    const body = `${encode({ alg: 'RS256', kid: 'k' })}.${encode(payload)}`
    const signature = createSign('RSA-SHA256').update(body).sign(keys.privateKey).toString('base64url')
    return {
      authorization: `Bearer ${tamper ? `${encode({ alg: 'RS256', kid: 'k' })}.${encode({ ...payload, sub: 'root' })}` : body}.${signature}`,
    }
  }
  const provider = {
    issuer: 'me',
    audiences: ['web'],
    local_jwks: { inline_string: JSON.stringify({ keys: [{ ...jwk, kid: 'k' }] }) },
    payload_in_metadata: 'payload',
  }
  const jwt = (requires: object) => [
    filter('envoy.filters.http.jwt_authn', 'jwt_authn.v3.JwtAuthentication', {
      providers: { p: provider },
      rules: [{ match: { prefix: '/' }, requires }],
    }),
  ]
  const strict = jwt({ provider_name: 'p' })
  const lax = jwt({ requires_any: { requirements: [{ provider_name: 'p' }, { allow_missing: {} }] } })
  const good = { iss: 'me', aud: 'web', sub: 'jason', exp: NOW + 10 }
  test('missing, broken, expired, foreign and tampered tokens', () => {
    expect(through(strict)).toEqual(['401 -'])
    expect(through(lax)).toEqual(['upstream'])
    expect(through(lax, { authorization: 'Bearer nonsense' })).toEqual(['401 -'])
    expect(through(strict, token({ ...good, exp: NOW - 100 }))).toEqual(['401 -'])
    expect(through(strict, token({ ...good, iss: 'you' }))).toEqual(['401 -'])
    expect(through(strict, token({ ...good, aud: 'shop' }))).toEqual(['403 -'])
    expect(through(strict, token(good, true))).toEqual(['401 -'])
  })
  test('allow_missing among others lets a missing token pass, not a bad one, and the weightier failure is told', () => {
    const any = (...requirements: object[]) => jwt({ requires_any: { requirements } })
    const mobile = { provider_and_audiences: { provider_name: 'p', audiences: ['mobile'] } }
    expect(through(any({ allow_missing: {} }, { requires_all: { requirements: [{ provider_name: 'p' }] } }))).toEqual(['upstream'])
    expect(through(any({ allow_missing: {} }, mobile), token(good))).toEqual(['403 -'])
    expect(through(any(mobile, { provider_name: 'p' }), token({ ...good, iss: 'you' }))).toEqual(['401 -'])
    expect(through(any({ allow_missing_or_failed: {} }, mobile), token(good))).toEqual(['upstream'])
    expect(through(jwt({ allow_missing: {} }), token({ ...good, exp: NOW - 100 }))).toEqual(['401 -'])
  })
  test('tokens in cookies', () => {
    const { authorization } = token(good)
    const inCookie = filter('envoy.filters.http.jwt_authn', 'jwt_authn.v3.JwtAuthentication', {
      providers: { p: { ...provider, from_cookies: ['session'] } },
      rules: [{ match: { prefix: '/' }, requires: { provider_name: 'p' } }],
    })
    expect(through([inCookie], { cookie: `a=b; session=${authorization.slice('Bearer '.length)}` })).toEqual(['upstream'])
    expect(through([inCookie], { authorization })).toEqual(['401 -'])
  })
  test('a good token passes, and RBAC sees its claims', () => {
    const claim = (value: string) => ({
      metadata: {
        filter: 'envoy.filters.http.jwt_authn',
        path: [{ key: 'payload' }, { key: 'sub' }],
        value: { string_match: { exact: value } },
      },
    })
    const allow = (value: string) =>
      filter('envoy.filters.http.rbac', 'rbac.v3.RBAC', {
        rules: { policies: { p: { permissions: [{ any: true }], principals: [claim(value)] } } },
      })
    expect(through([...strict, allow('jason')], token(good))).toEqual(['upstream'])
    expect(through([...strict, allow('other')], token(good))).toEqual(['403 -'])
  })
})

describe('other filters', () => {
  test('a local rate limit and an unknown filter go both ways', () => {
    const all = { default_value: { numerator: 100 } }
    const limit = filter('l', 'local_ratelimit.v3.LocalRateLimit', {
      token_bucket: { max_tokens: 1, fill_interval: '1s' },
      filter_enabled: all,
      filter_enforced: all,
    })
    expect(through([limit])).toEqual(['upstream', '429 RL'])
    const config = (status: object) => ({ token_bucket: { max_tokens: 1 }, filter_enabled: all, filter_enforced: all, status })
    // Envoy's dump prints the code by its name.
    expect(through([filter('l', 'local_ratelimit.v3.LocalRateLimit', config({ code: 'ServiceUnavailable' }))])).toEqual([
      'upstream',
      '503 RL',
    ])
    expect(through([filter('l', 'local_ratelimit.v3.LocalRateLimit', config({ code: 'OK' }))])).toEqual(['upstream', '429 RL'])
    expect(through([filter('x', 'lua.v3.Lua', {})])).toEqual(['upstream', 'unknown'])
    expect(through([filter('x', 'ext_authz.v3.ExtAuthz', {})])).toEqual(['upstream', '403 UAEX'])
    expect(through([{ ...filter('x', 'lua.v3.Lua', {}), disabled: true }])).toEqual(['upstream'])
  })
  test('Istio’s CUSTOM action asks outside only where its shadow rules hold', () => {
    const rules = {
      action: 'DENY',
      policies: {
        'istio-ext-authz-ns[a]-policy[b]-rule[0]': {
          permissions: [{ url_path: { path: { prefix: '/in' } } }],
          principals: [{ any: true }],
        },
      },
    }
    const shadow = filter('envoy.filters.http.rbac', 'rbac.v3.RBAC', { shadow_rules: rules, shadow_rules_stat_prefix: 'istio_ext_authz_' })
    const path = [{ key: 'istio_ext_authz_shadow_effective_policy_id' }]
    const filter_enabled_metadata = { filter: 'envoy.filters.http.rbac', path, value: { string_match: { prefix: 'istio-ext-authz' } } }
    const outside = filter('x', 'ext_authz.v3.ExtAuthz', { filter_enabled_metadata })
    expect(through([shadow, outside], {}, { path: '/in' })).toEqual(['upstream', '403 UAEX'])
    expect(through([shadow, outside], {}, { path: '/out' })).toEqual(['upstream'])
  })
  test('CORS answers the preflight of an allowed origin', () => {
    const cors = [filter('envoy.filters.http.cors', 'cors.v3.Cors', {})]
    const policy = { '@type': `${FILTER}cors.v3.CorsPolicy`, allow_origin_string_match: [{ exact: 'https://a.example' }] }
    const route = { typed_per_filter_config: { 'envoy.filters.http.cors': policy } }
    const ask = (origin: string) => through(cors, { origin, 'access-control-request-method': 'PUT' }, { route, method: 'OPTIONS' })
    expect(ask('https://a.example')).toEqual(['200 -'])
    expect(ask('https://b.example')).toEqual(['upstream'])
  })
})
