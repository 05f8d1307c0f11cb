import { describe, expect, test } from 'vitest'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import { endsOf } from '@/lib/envoy/evaluate/tree'
import type { EnvoyTree, HttpRequest } from '@/lib/envoy/model'
import { httpListener, plain, request, stateOf, staticCluster } from '@/lib/envoy/testing/dump'

function walk(routeConfig: object, http: HttpRequest, manager: object = {}): EnvoyTree {
  const clusters = [staticCluster('a', ['10.1.0.1:80']), staticCluster('b', ['10.1.0.2:80'])]
  return evaluateProxy(stateOf({ listeners: [httpListener(routeConfig, [], manager)], clusters }), plain(http))
}

/** One host "*" with these routes. */
function routes(...list: object[]): object {
  return { name: 'r', virtual_hosts: [{ name: 'v', domains: ['*'], routes: list }] }
}

const to = (name: string, match: object, action: object = { cluster: 'a' }) => ({ name, match, route: action })

function routeName(tree: EnvoyTree): string | undefined {
  return tree.events.find((event) => event.kind === 'route')?.route
}

describe('virtual hosts', () => {
  const host = (name: string, ...domains: string[]) => ({ name, domains, routes: [to('r', { prefix: '/' })] })
  const config = {
    name: 'r',
    virtual_hosts: [
      host('all', '*'),
      host('suffix', '*.example.com'),
      host('longer', '*.eu.example.com'),
      host('prefix', 'shop.*'),
      host('exact', 'shop.example.com', 'shop.example.com:8443'),
    ],
  }
  const found = (authority: string, more: object = {}) =>
    walk({ ...config, ...more }, request('/', authority)).events.find((event) => event.kind === 'route')?.virtualHost
  test.each([
    ['SHOP.example.com', 'exact'],
    ['shop.example.com:8443', 'exact'],
    ['shop.example.com:80', 'prefix'],
    ['a.example.com', 'suffix'],
    ['a.eu.example.com', 'longer'],
    ['shop.example.org', 'prefix'],
    ['other', 'all'],
  ])('%s → %s', (authority, name) => {
    expect(found(authority)).toBe(name)
  })
  test('the port is ignored where the configuration says so', () => {
    expect(found('shop.example.com:80', { ignore_port_in_host_matching: true })).toBe('exact')
  })
  test('none: 404 NR at a route step', () => {
    const tree = walk({ name: 'r', virtual_hosts: [] }, request('/'))
    expect(tree.end).toMatchObject({ kind: 'answered', status: 404, flags: 'NR' })
    expect(tree.events.at(-1)).toMatchObject({
      kind: 'route',
      routeConfig: 'r',
      reason: 'No virtual host has the domain shop.example.com.',
    })
  })
})

describe('route match', () => {
  const config = routes(
    to('exact', { path: '/a', case_sensitive: false }),
    to('below', { path_separated_prefix: '/api' }),
    to('regex', { safe_regex: { regex: '/v[0-9]+/x' } }),
    to('query', { prefix: '/', query_parameters: [{ name: 'show', string_match: { exact: 'yes' } }] }),
    to('inverted', { prefix: '/h', headers: [{ name: 'x-user', string_match: { exact: 'jason' }, invert_match: true }] }),
    to('absent', { prefix: '/h', headers: [{ name: 'x-user', present_match: false }] }),
    to('range', { prefix: '/h', headers: [{ name: 'x-n', range_match: { start: '1', end: '5' } }] }),
    to('never', { prefix: '/e', headers: [{ name: 'x-e', present_match: false, treat_missing_header_as_empty: true }] }),
    to('empty', { prefix: '/e', headers: [{ name: 'x-e', treat_missing_header_as_empty: true }] }),
    to('rest', { prefix: '/' }),
  )
  test.each<[string, Record<string, string>, string]>([
    ['/A?x=1', {}, 'exact'],
    ['/api', {}, 'below'],
    ['/api/1', {}, 'below'],
    ['/apis', {}, 'rest'],
    ['/v12/x?y', {}, 'regex'],
    ['/v12/xy', {}, 'rest'],
    ['/z?a=b&show=yes', {}, 'query'],
    ['/h', { 'x-user': 'other' }, 'inverted'],
    ['/h', {}, 'absent'],
    ['/h', { 'x-user': 'jason', 'x-n': '4' }, 'range'],
    ['/h', { 'x-user': 'jason', 'x-n': '5' }, 'rest'],
    ['/e', {}, 'empty'],
  ])('%s %j → %s', (path, headers, name) => {
    expect(routeName(walk(config, request(path, 'h', headers)))).toBe(name)
  })
  test('what was passed over says which part did not match', () => {
    const event = walk(config, request('/apis')).events.find((one) => one.kind === 'route')
    expect(event?.skipped[1]).toEqual({ index: 2, name: 'below', part: 'path', why: '/apis is not below /api' })
    expect([event?.index, event?.count]).toEqual([10, 10])
  })
})

describe('route action', () => {
  test('weights fork, and a weight of 0 does not', () => {
    const weighted = {
      weighted_clusters: {
        clusters: [
          { name: 'a', weight: 25 },
          { name: 'b', weight: 75 },
          { name: 'c', weight: 0 },
        ],
      },
    }
    const tree = walk(routes(to('w', { prefix: '/' }, weighted)), request('/'))
    expect(tree.branches?.map((branch) => [branch.probability, branch.label])).toEqual([
      [0.25, 'a 25 %'],
      [0.75, 'b 75 %'],
    ])
  })
  test('a fraction takes its part, the next route the rest', () => {
    const half = { prefix: '/', runtime_fraction: { default_value: { numerator: 30 } } }
    const tree = walk(routes(to('some', half), to('rest', { prefix: '/' }, { cluster: 'b' })), request('/'))
    expect(tree.branches?.map((branch) => [branch.probability, branch.label])).toEqual([
      [0.3, 'some'],
      [0.7, 'rest'],
    ])
  })
  test('rewrites reach the upstream', () => {
    const action = { cluster: 'a', prefix_rewrite: '/new/', host_rewrite_literal: 'inside', request_mirror_policies: [{ cluster: 'b' }] }
    const route = {
      ...to('x', { prefix: '/old/' }, action),
      request_headers_to_remove: ['x-a'],
      request_headers_to_add: [{ header: { key: 'X-B', value: '1' } }],
    }
    const [end] = endsOf(walk(routes(route), request('/old/p?q=1', 'h', { 'x-a': '1' })))
    expect(end).toMatchObject({ kind: 'upstream', request: { path: '/new/p?q=1', authority: 'inside' }, mirrors: ['b'], route: 'x' })
    expect(end?.kind === 'upstream' && [...(end.request?.headers ?? [])]).toEqual([
      ['x-forwarded-proto', 'http'],
      ['x-b', '1'],
    ])
  })
  test('header values carry out their operators, and say when they cannot', () => {
    const add = (key: string, value: string, append_action = 'OVERWRITE_IF_EXISTS_OR_ADD') => ({ header: { key, value }, append_action })
    const request_headers_to_add = [
      add('x-a', '%REQ(x-b)%'),
      add('x-b', '%REQ(x-none?:path):2%'),
      add('x-none', '%REQ(x-none)%'),
      add('x-half', '50%%'),
      add('x-strange', '%PROTOCOL%'),
    ]
    const [end] = endsOf(
      walk(routes({ ...to('x', { prefix: '/' }), request_headers_to_add }), request('/old', 'h', { 'x-a': '1', 'x-b': '2' })),
    )
    const sent = end?.kind === 'upstream' ? end.request : null
    expect(Object.fromEntries(sent?.headers ?? [])).toMatchObject({ 'x-a': '2', 'x-b': '/o', 'x-half': '50%' })
    expect(sent?.headers.has('x-none')).toBe(false)
    expect([...(sent?.unknownHeaders ?? [])]).toEqual(['x-strange'])
  })
  test('the most specific level of header changes is applied last where the configuration says so', () => {
    const level = (value: string) => ({
      request_headers_to_add: [{ header: { key: 'x-l', value }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' }],
    })
    const config = (more: object) => ({ ...routes({ ...to('x', { prefix: '/' }), ...level('route') }), ...level('config'), ...more })
    const sent = (more: object) => {
      const [end] = endsOf(walk(config(more), request('/')))
      return end?.kind === 'upstream' ? end.request?.headers.get('x-l') : null
    }
    expect(sent({})).toBe('config')
    expect(sent({ most_specific_header_mutations_wins: true })).toBe('route')
  })
  test('redirects, direct responses and missing clusters answer', () => {
    const redirect = { match: { prefix: '/' }, redirect: { https_redirect: true, response_code: 'FOUND' } }
    expect(walk(routes(redirect), request('/p')).end).toMatchObject({
      status: 302,
      flags: '-',
      reason: 'The route redirects to https://shop.example.com/p.',
    })
    expect(walk(routes({ match: { prefix: '/' }, direct_response: { status: 418 } }), request('/')).end).toMatchObject({ status: 418 })
    const missing = walk(routes(to('x', { prefix: '/' }, { cluster: 'gone' })), request('/'))
    expect(missing.end).toMatchObject({ status: 503, flags: 'NC' })
    expect(missing.events.at(-1)).toMatchObject({ kind: 'route', facts: { cluster: 'gone' } })
  })
  test('require_tls sends plain requests to https', () => {
    const config = { virtual_hosts: [{ name: 'v', domains: ['*'], require_tls: 'ALL', routes: [to('x', { prefix: '/' })] }] }
    expect(walk(config, request('/')).end).toMatchObject({ status: 301 })
    const outside = { virtual_hosts: [{ name: 'v', domains: ['*'], require_tls: 'EXTERNAL_ONLY', routes: [to('x', { prefix: '/' })] }] }
    const ranges = { internal_address_config: { cidr_ranges: [{ address_prefix: '192.0.2.0', prefix_len: 24 }] }, use_remote_address: true }
    expect(walk(outside, request('/'), { use_remote_address: true }).end).toMatchObject({ status: 301 })
    expect(routeName(walk(outside, request('/'), ranges))).toBe('x')
  })
  test('paths are normalised before they are matched', () => {
    const config = routes(to('a', { path: '/a/b' }), to('rest', { prefix: '/' }))
    const manager = { normalize_path: true, merge_slashes: true }
    expect(routeName(walk(config, request('/x/..//a/%62'), manager))).toBe('a')
    expect(routeName(walk(config, request('/x/../a/b')))).toBe('rest')
    expect(routeName(walk(config, request('/../a/b'), manager))).toBe('a')
    expect(routeName(walk(routes(to('a', { path: '/%7B%2f' })), request('/{%2f'), manager))).toBe('a')
    expect(walk(config, request('/a#b')).end).toMatchObject({ status: 400, flags: '-' })
  })
  test('one random number decides all fractions and weights of a request', () => {
    const half = { runtime_fraction: { default_value: { numerator: 50, denominator: 'HUNDRED' } } }
    const weights = {
      clusters: [
        { name: 'a', weight: 50 },
        { name: 'b', weight: 50 },
      ],
    }
    const config = routes(
      to('first', { prefix: '/', ...half }, { weighted_clusters: weights }),
      to('never', { prefix: '/', ...half }),
      to('rest', { prefix: '/' }),
    )
    const shares = walk(config, request('/')).branches?.map((branch) => [branch.label, branch.probability])
    expect(shares).toEqual([
      ['a 50 %', 0.5],
      ['rest', 0.5],
    ])
  })
})

describe('scoped routes', () => {
  const config = (name: string) => ({ name, virtual_hosts: [{ name: 'v', domains: ['*'], routes: [to(name, { prefix: '/' })] }] })
  const scope = (name: string, ...keys: string[]) => ({
    route_configuration: config(name),
    key: { fragments: keys.map((string_key) => ({ string_key })) },
  })
  const header = (more: object) => ({ header_value_extractor: { name: 'x-scope', ...more } })
  const walkScoped = (fragments: object[], scopes: object[], headers: Record<string, string>) => {
    const scoped_routes = {
      name: 's',
      scope_key_builder: { fragments },
      scoped_route_configurations_list: { scoped_route_configurations: scopes },
    }
    return walk(config('unused'), request('/', 'h', headers), { route_config: undefined, scoped_routes })
  }
  const element = header({ element_separator: ';', element: { separator: '=', key: 'k' } })
  const index = header({ element_separator: ';', index: 1 })
  test('the key is made of the request’s headers, by place or by name', () => {
    const scopes = [scope('one', 'a'), scope('two', 'b', 'k=b')]
    expect(routeName(walkScoped([element], scopes, { 'x-scope': 'z=1;k=a' }))).toBe('one')
    expect(routeName(walkScoped([element, index], scopes, { 'x-scope': 'z=1;k=b' }))).toBe('two')
  })
  test('without a key, or a scope of it, there is no route', () => {
    expect(walkScoped([element], [scope('one', 'a')], { 'x-scope': 'k=b' }).end).toMatchObject({ status: 404, flags: 'NR' })
    expect(walkScoped([index], [scope('one', 'a')], { 'x-scope': 'a' }).end).toMatchObject({ status: 404, flags: 'NR' })
    expect(walkScoped([element], [scope('one', 'a')], {}).end).toMatchObject({ status: 404, flags: 'NR' })
  })
})

test('parts of a configuration that are not modelled leave the route unknown, never without one', () => {
  const host = (more: object) => ({ virtual_hosts: [{ name: 'v', domains: ['a.test'], ...more }] })
  const route = (match: object) => ({ name: 'r', match: { prefix: '/', ...match }, route: { cluster: 'a' } })
  const ends = (config: object, authority = 'a.test') => endsOf(walk(config, request('/', authority))).map(({ kind }) => kind)
  expect(ends(host({ routes: [route({})] }))).toEqual(['upstream'])
  expect(ends(host({ matcher: { matcher_list: {} } }))).toEqual(['unknown'])
  expect(ends({ ...host({ routes: [route({})] }), vhds: {} }, 'b.test')).toEqual(['unknown'])
  expect(ends(host({ routes: [route({})] }), 'b.test')).toEqual(['answered'])
  expect(ends(host({ routes: [route({ something_new: {} })] }))).toEqual(['upstream', 'answered'])
  expect(ends(host({ routes: [route({ tls_context: { validated: true } })] }))).toEqual(['answered'])
  expect(ends(host({ routes: [route({ tls_context: { validated: false } })] }))).toEqual(['upstream'])
})

test('path parameters are passed over where the configuration says so', () => {
  const config = (more: object) => ({
    ...more,
    virtual_hosts: [{ name: 'v', domains: ['*'], routes: [{ match: { path: '/p' }, route: { cluster: 'a' } }] }],
  })
  const end = (path: string, more: object = { ignore_path_parameters_in_path_matching: true }) => walk(config(more), request(path)).end
  expect(end('/p;a=b?x=1')).toMatchObject({ kind: 'upstream', request: { path: '/p;a=b?x=1' } })
  expect(end('/p;a=b?x=1', {})).toMatchObject({ kind: 'answered', status: 404 })
})
