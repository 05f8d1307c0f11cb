import { describe, expect, test } from 'vitest'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import { httpListener, plain, request, stateOf, staticCluster } from '@/lib/envoy/testing/dump'

const CONNECT = { upgrade_type: 'CONNECT' }
const upgraded = { connection: 'keep-alive, Upgrade', upgrade: 'websocket' }
const connect = (more: object = {}) => ({ match: { connect_matcher: {} }, route: { cluster: 'up', ...more } })

function ask(routes: object[], asked: ReturnType<typeof request>, manager: object = {}, host: object = {}, filters: object[] = []) {
  const listener = httpListener({ virtual_hosts: [{ name: 'v', domains: ['*'], routes, ...host }] }, filters, manager)
  return evaluateProxy(stateOf({ listeners: [listener], clusters: [staticCluster('up', ['10.1.0.1:1'])] }), plain(asked))
}
const tunnel = request('', 'a.test:80', {}, 'CONNECT')

describe('CONNECT', () => {
  test('is taken by its own matcher alone, and nothing else is', () => {
    const everything = { match: { prefix: '/' }, direct_response: { status: 200 } }
    expect(ask([everything], tunnel).end).toMatchObject({ status: 404, flags: 'NR' })
    const other = ask([connect({ upgrade_configs: [CONNECT] })], request('/'))
    expect(other.end).toMatchObject({ status: 404, flags: 'NR' })
    expect(other.events.at(-1)?.skipped).toMatchObject([{ part: 'method', why: 'it only takes CONNECT' }])
  })
  test('is refused where neither the route nor the manager allows it; the route decides', () => {
    expect(ask([connect()], tunnel).end).toMatchObject({ status: 403, flags: '-' })
    expect(ask([connect()], tunnel, { upgrade_configs: [CONNECT] }).end).toMatchObject({ kind: 'upstream' })
    const no = connect({ upgrade_configs: [{ ...CONNECT, enabled: false }] })
    expect(ask([no], tunnel, { upgrade_configs: [CONNECT] }).end).toMatchObject({ status: 403 })
  })
  test('is passed on, or ends here: then what is inside goes on', () => {
    const inside = { tls: null, request: request('/x', 'b.test') }
    const asked = { ...tunnel, tunnel: inside }
    expect(ask([connect({ upgrade_configs: [CONNECT] })], asked).end).toMatchObject({ request: { method: 'CONNECT', path: '' } })
    const ends = connect({ upgrade_configs: [{ ...CONNECT, connect_config: {} }] })
    expect(ask([ends], asked).end).toMatchObject({ via: 'http', request: { method: 'GET', authority: 'b.test', path: '/x' } })
    expect(ask([ends], tunnel).end).toMatchObject({ kind: 'upstream', request: null })
  })
  test('keeps its port for the upstream where it is stripped for the routes', () => {
    const routes = [connect({ upgrade_configs: [CONNECT] })]
    const named = ask(routes, tunnel, { strip_any_host_port: true }, { domains: ['a.test'] })
    expect(named.end).toMatchObject({ request: { authority: 'a.test:80' } })
  })
})

describe('other upgrades', () => {
  const routes = [{ match: { prefix: '/' }, route: { cluster: 'up' } }]
  const websocket = { upgrade_configs: [{ upgrade_type: 'websocket' }] }

  test('a websocket needs to be allowed', () => {
    expect(ask(routes, request('/', 'a', upgraded)).end).toMatchObject({ status: 403 })
    expect(ask(routes, request('/', 'a', upgraded), websocket).end).toMatchObject({ kind: 'upstream' })
  })
  test('one that the connection header does not name, and h2c with its settings, are none', () => {
    const headers = (given: Record<string, string>) => {
      const { end } = ask(routes, request('/', 'a', given))
      return end?.kind === 'upstream' ? [...(end.request?.headers.keys() ?? [])] : end?.kind
    }
    expect(headers({ upgrade: 'websocket' })).not.toContain('upgrade')
    const h2c = headers({ connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AA' })
    expect(h2c).not.toContain('upgrade')
    expect(h2c).not.toContain('http2-settings')
  })
  test('the manager’s own filters for it take the others’ place', () => {
    const abort = { http_status: 418, percentage: { numerator: 100 } }
    const type = 'type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault'
    const fault = { name: 'fault', typed_config: { '@type': type, abort } }
    const own = { upgrade_configs: [{ upgrade_type: 'websocket', filters: [fault] }] }
    expect(ask(routes, request('/', 'a', upgraded), own).end).toMatchObject({ status: 418, flags: 'FI' })
    expect(ask(routes, request('/'), own).end).toMatchObject({ kind: 'upstream' })
    // A redirect to https is a route as well: the filters come first, and no route's upgrades count.
    const secure = { require_tls: 'ALL' }
    expect(ask(routes, request('/'), {}, secure).end).toMatchObject({ status: 301 })
    expect(ask(routes, request('/'), {}, secure, [fault]).end).toMatchObject({ status: 418 })
    const allowed = [{ match: { prefix: '/' }, route: { cluster: 'up', upgrade_configs: [{ upgrade_type: 'websocket' }] } }]
    expect(ask(allowed, request('/', 'a', upgraded), {}, secure).end).toMatchObject({ status: 403 })
  })
})
