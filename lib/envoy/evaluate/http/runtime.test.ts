import { expect, test } from 'vitest'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import { httpListener, plain, request, stateOf, staticCluster } from '@/lib/envoy/testing/dump'

const routes = [{ match: { path: '/a' }, route: { cluster: 'up' } }]
const parts = {
  listeners: [httpListener({ virtual_hosts: [{ name: 'v', domains: ['*'], routes }] })],
  clusters: [staticCluster('up', ['10.1.0.1:80'])],
}

/** What becomes of a path, with these static layers of the runtime. */
function end(path: string, ...layers: object[]) {
  const bootstrap = { layered_runtime: { layers: layers.map((static_layer) => ({ static_layer })) } }
  return evaluateProxy(stateOf({ ...parts, bootstrap }), plain(request(path))).end
}

test('a fragment is refused unless the runtime’s last static layer has it cut off', () => {
  const flat = (value: unknown) => ({ 'envoy.reloadable_features.http_reject_path_with_fragment': value })
  const nested = (value: unknown) => ({ envoy: { reloadable_features: { http_reject_path_with_fragment: value } } })
  const cut = { kind: 'upstream', request: { path: '/a?b=1' } }
  expect(end('/a?b=1#c')).toMatchObject({ kind: 'answered', status: 400 })
  expect(end('/a?b=1#c', flat(true))).toMatchObject({ status: 400 })
  expect(end('/a?b=1#c', flat(false))).toMatchObject(cut)
  expect(end('/a?b=1#c', flat('false'))).toMatchObject(cut)
  expect(end('/a?b=1#c', nested(false))).toMatchObject(cut)
  expect(end('/a?b=1#c', nested(false), flat(true))).toMatchObject({ status: 400 })
  expect(end('/a?b=1#c', flat(true), nested(false))).toMatchObject(cut)
})

test('a fraction of the requests is what the runtime’s static layers say, else its default', () => {
  const fraction = { default_value: { numerator: 100 }, runtime_key: 'shop.canary' }
  const canary = { match: { prefix: '/', runtime_fraction: fraction }, route: { cluster: 'up' } }
  const listeners = [httpListener({ virtual_hosts: [{ name: 'v', domains: ['*'], routes: [canary] }] })]
  const taken = (...layers: object[]) => {
    const bootstrap = { layered_runtime: { layers: layers.map((static_layer) => ({ static_layer })) } }
    const { end, branches } = evaluateProxy(stateOf({ ...parts, listeners, bootstrap }), plain(request('/')))
    return branches ? branches.map(({ probability }) => probability) : end?.kind
  }
  expect(taken()).toBe('upstream')
  expect(taken({ 'shop.canary': 0 })).toBe('answered')
  expect(taken({ shop: { canary: 0 } }, { 'shop.canary': 250 })).toBe('upstream')
  expect(taken({ 'shop.canary': 25 })).toEqual([0.25, 0.75])
  expect(taken({ shop: { canary: { numerator: 5, denominator: 'TEN_THOUSAND' } } })).toEqual([0.0005, 0.9995])
  expect(taken({ 'another.key': 0 })).toBe('upstream')
})
