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
  ])('%s %j → %s', (path, headers, name) => {
    expect(routeName(walk(config, request(path, 'h', headers)))).toBe(name)
  })
  test('what was passed over says which part did not match', () => {
    const event = walk(config, request('/apis')).events.find((one) => one.kind === 'route')
    expect(event?.skipped[1]).toEqual({ index: 2, name: 'below', part: 'path', why: '/apis is not below /api' })
    expect([event?.index, event?.count]).toEqual([8, 8])
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
    expect(end?.kind === 'upstream' && [...(end.request?.headers ?? [])]).toEqual([['x-b', '1']])
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
  })
  test('paths are normalised before they are matched', () => {
    const config = routes(to('a', { path: '/a/b' }), to('rest', { prefix: '/' }))
    const manager = { normalize_path: true, merge_slashes: true }
    expect(routeName(walk(config, request('/x/..//a/%62'), manager))).toBe('a')
    expect(routeName(walk(config, request('/x/../a/b')))).toBe('rest')
    expect(walk(config, request('/../x'), manager).end).toMatchObject({ status: 400 })
  })
})
