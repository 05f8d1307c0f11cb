import { expect, test } from 'vitest'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import { parseStats } from '@/lib/envoy/parse/stats'
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
  expect(end('/a?b=1#c', flat(0))).toMatchObject(cut)
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
  expect(taken({ 'shop.canary': 25.9 })).toEqual([0.25, 0.75])
  expect(taken({ 'shop.canary': '25' })).toEqual([0.25, 0.75])
  expect(taken({ 'shop.canary': -1 })).toBe('upstream')
  expect(taken({ shop: { canary: { numerator: 5, denominator: 'TEN_THOUSAND' } } })).toEqual([0.0005, 0.9995])
  expect(taken({ 'another.key': 0 })).toBe('upstream')
})

const FRACTION = { default_value: { numerator: 25 }, runtime_key: 'shop.canary' }
const byKey = [{ match: { prefix: '/', runtime_fraction: FRACTION }, route: { cluster: 'up' } }]
const canaried = { ...parts, listeners: [httpListener({ virtual_hosts: [{ name: 'v', domains: ['*'], routes: byKey }] })] }
const staticLayer = (static_layer: object) => ({ name: 'static', static_layer })
const RTDS = { name: 'live', rtds_layer: { name: 'x', rtds_config: { ads: {} } } }
const DISK = { disk_layer: { symlink_root: '/srv/runtime' } }
const ADMIN = { name: 'admin', admin_layer: {} }

/** How likely each way of a fraction is, and why that is not known. */
function canary(layers: object[], overrides: number | null = null) {
  const stats =
    overrides === null ? null : parseStats(JSON.stringify({ stats: [{ name: 'runtime.admin_overrides_active', value: overrides }] }))
  const state = { ...stateOf({ ...canaried, bootstrap: { layered_runtime: { layers } } }), stats }
  const { branches } = evaluateProxy(state, plain(request('/')))
  return { chances: branches?.map(({ probability }) => probability), why: branches?.[0]?.tree.events[0]?.reason ?? null }
}

test('a layer whose keys no dump shows leaves a fraction unknown, unless a static one behind it sets the key', () => {
  const known = { chances: [0.25, 0.75], why: null }
  const unknown = (layer: string) => ({
    chances: [null, null],
    why: `fraction: the runtime layer ${layer}, which no dump shows, may set shop.canary`,
  })
  expect(canary([])).toEqual(known)
  expect(canary([RTDS])).toEqual(unknown('live'))
  expect(canary([staticLayer({ 'shop.canary': 50 }), DISK])).toEqual(unknown('disk_layer'))
  expect(canary([RTDS, staticLayer({ shop: { canary: 50 } })])).toEqual({ chances: [0.5, 0.5], why: null })
  // Istio's proxies have an admin layer; only where its statistic says so has anybody used it.
  expect(canary([ADMIN])).toEqual(known)
  expect(canary([ADMIN], 0)).toEqual(known)
  expect(canary([ADMIN], 1)).toEqual(unknown('admin'))
  expect(canary([], 1)).toEqual(unknown('admin'))
})

test('the share of a fault is what the runtime sets for it, by the calling cluster’s own key where a header names one', () => {
  const abort = { http_status: 503, percentage: { numerator: 0 } }
  const filter = {
    name: 'envoy.filters.http.fault',
    typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault', abort },
  }
  const listeners = [httpListener({ virtual_hosts: [{ name: 'v', domains: ['*'], routes }] }, [filter])]
  const aborts = (layers: object[], headers: Record<string, string> = {}) => {
    const state = stateOf({ ...parts, listeners, bootstrap: { layered_runtime: { layers } } })
    const { end, branches } = evaluateProxy(state, plain({ ...request('/a'), headers: new Map(Object.entries(headers)) }))
    return branches ? branches.map(({ probability }) => probability) : end?.kind
  }
  const all = staticLayer({ 'fault.http.abort.abort_percent': 100, 'fault.http.half.abort.abort_percent': 50 })
  expect(aborts([])).toBe('upstream')
  expect(aborts([all])).toBe('answered')
  expect(aborts([all], { 'x-envoy-downstream-service-cluster': 'half' })).toEqual([0.5, 0.5])
  expect(aborts([all], { 'x-envoy-downstream-service-cluster': 'other' })).toBe('upstream')
  expect(aborts([RTDS])).toEqual([null, null])
})

/** The ways of an action, by cluster, and the first one's mirrors. */
function ways(action: object, layers: object[]) {
  const listeners = [httpListener({ virtual_hosts: [{ name: 'v', domains: ['*'], routes: [{ match: { prefix: '/' }, route: action }] }] })]
  const clusters = ['a', 'b'].map((name) => staticCluster(name, ['10.1.0.1:80']))
  const { end, branches } = evaluateProxy(stateOf({ listeners, clusters, bootstrap: { layered_runtime: { layers } } }), plain(request('/')))
  const [first] = branches?.map(({ tree }) => tree.end) ?? [end]
  return {
    ways: branches?.map(({ probability, tree }) => [tree.end?.kind === 'upstream' ? tree.end.cluster : null, probability]) ?? null,
    mirrors: first?.kind === 'upstream' ? first.mirrors : null,
  }
}

test('weights are what the runtime sets under their prefix', () => {
  const clusters = [
    { name: 'a', weight: 50 },
    { name: 'b', weight: 50 },
  ]
  const action = { weighted_clusters: { clusters, runtime_key_prefix: 'split' } }
  const even = ['a', 'b'].map((name) => [name, 0.5])
  expect(ways(action, []).ways).toEqual(even)
  expect(ways(action, [staticLayer({ split: { a: 10, b: 30 } })]).ways).toEqual([
    ['a', 0.25],
    ['b', 0.75],
  ])
  expect(ways({ weighted_clusters: { clusters } }, [staticLayer({ split: { a: 10 } })]).ways).toEqual(even)
  expect(ways(action, [RTDS]).ways).toEqual(['a', 'b'].map((name) => [name, null]))
})

test('a mirror that is to get 0 % of the requests is none', () => {
  const action = (runtime_fraction: object) => ({ cluster: 'a', request_mirror_policies: [{ cluster: 'b', runtime_fraction }] })
  const none = { default_value: { numerator: 0 }, runtime_key: 'mirror.b' }
  expect(ways(action({ default_value: { numerator: 1 } }), []).mirrors).toEqual(['b'])
  expect(ways(action(none), []).mirrors).toEqual([])
  expect(ways(action(none), [staticLayer({ 'mirror.b': 5 })]).mirrors).toEqual(['b'])
  expect(ways(action(none), [RTDS]).mirrors).toEqual(['b'])
})
