import { expect, test } from 'vitest'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import { httpListener, plain, request, stateOf } from '@/lib/envoy/testing/dump'

/** Where a redirect leads to, as a real Envoy says it (oracle/envoy judges the Location). */
function location(redirect: object, path = '/a/b?x=1', authority = 'shop.example.com', headers: Record<string, string> = {}) {
  const routes = [{ match: { prefix: '/a' }, redirect }]
  const listeners = [httpListener({ virtual_hosts: [{ name: 'v', domains: ['*'], routes }] })]
  const { end } = evaluateProxy(stateOf({ listeners }), plain(request(path, authority, headers)))
  return end?.kind === 'answered' ? end.location : null
}

test('a fixed path keeps the query, unless it has one of its own or it is to be stripped', () => {
  expect(location({ path_redirect: '/to' })).toBe('http://shop.example.com/to?x=1')
  expect(location({ path_redirect: '/to?y=2', strip_query: true })).toBe('http://shop.example.com/to?y=2')
  expect(location({ path_redirect: 'to', strip_query: true })).toBe('http://shop.example.com/to')
  expect(location({ strip_query: true })).toBe('http://shop.example.com/a/b')
})

test('a path may be rewritten as for an upstream', () => {
  expect(location({ prefix_rewrite: '/new' })).toBe('http://shop.example.com/new/b?x=1')
  expect(location({ regex_rewrite: { pattern: { regex: '^/a/(.*)$' }, substitution: '/\\1' } })).toBe('http://shop.example.com/b?x=1')
})

test('a port goes where another is set, or with the scheme whose own it is', () => {
  expect(location({ port_redirect: 8443, https_redirect: true }, '/a', 'shop:8080')).toBe('https://shop:8443/a')
  expect(location({ https_redirect: true }, '/a', 'shop:80')).toBe('https://shop/a')
  expect(location({ https_redirect: true }, '/a', 'shop:8080')).toBe('https://shop:8080/a')
  expect(location({ host_redirect: 'to.test' }, '/a', 'shop:80')).toBe('http://to.test/a')
  expect(location({ scheme_redirect: 'http' }, '/a', 'shop:443', { 'x-forwarded-proto': 'https' })).toBe('http://shop/a')
  expect(location({}, '/a', 'shop', { 'x-forwarded-proto': 'https' })).toBe('https://shop/a')
})

test('CONNECT is told none', () => {
  const routes = [{ match: { connect_matcher: {} }, redirect: { host_redirect: 'to.test' } }]
  const manager = { upgrade_configs: [{ upgrade_type: 'CONNECT' }] }
  const listeners = [httpListener({ virtual_hosts: [{ name: 'v', domains: ['*'], routes }] }, [], manager)]
  const { end } = evaluateProxy(stateOf({ listeners }), plain(request('', 'a.test:80', {}, 'CONNECT')))
  expect(end).toMatchObject({ kind: 'answered', status: 301 })
  expect(end).not.toHaveProperty('location')
})

test('what steers Envoy is taken from requests that are not internal, and more of it at the edge', () => {
  const sent = { 'x-envoy-max-retries': '9', 'x-envoy-downstream-service-cluster': 'c', 'x-kept': 'k' }
  const names = (manager: object) => {
    const routes = [{ match: { prefix: '/' }, route: { cluster: 'up' } }]
    const listeners = [httpListener({ virtual_hosts: [{ name: 'v', domains: ['*'], routes }] }, [], manager)]
    const endpoint = { endpoint: { address: { socket_address: { address: '10.1.0.1', port_value: 80 } } } }
    const clusters = [{ name: 'up', type: 'STATIC', load_assignment: { cluster_name: 'up', endpoints: [{ lb_endpoints: [endpoint] }] } }]
    const { end } = evaluateProxy(stateOf({ listeners, clusters }), plain(request('/', 'h', sent)))
    return end?.kind === 'upstream' ? Object.keys(sent).filter((name) => end.request?.headers.has(name)) : null
  }
  expect(names({})).toEqual(['x-envoy-downstream-service-cluster', 'x-kept'])
  expect(names({ use_remote_address: true })).toEqual(['x-kept'])
})
