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
