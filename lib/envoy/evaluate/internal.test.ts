import { describe, expect, test } from 'vitest'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import { onUpstreamFailure } from '@/lib/envoy/evaluate/upstream-failure'
import { httpListener, plain, request, socketAddress, stateOf, staticCluster, TCP } from '@/lib/envoy/testing/dump'

const ORIGINAL_DST = 'envoy.filters.listener.original_dst'
const EXTENSIONS = 'type.googleapis.com/envoy.extensions.'

const tcp = (cluster: string) => ({ name: 'tcp', typed_config: { '@type': TCP, cluster } })
const inner = (name: string, filters: object[], more: object = {}) => ({
  name,
  internal_listener: {},
  filter_chains: [{ filters }],
  ...more,
})
const web = (cluster: string, action: object = {}) =>
  httpListener({ virtual_hosts: [{ name: 'v', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { cluster, ...action } }] }] })
const bytes = (cluster: string) => ({ name: 'l', address: socketAddress('0.0.0.0', 8080), filter_chains: [{ filters: [tcp(cluster)] }] })

/** A cluster of one internal listener; what goes along only does with internal_upstream. */
function inside(name: string, server_listener_name: string, local: string | null = null, passes = true, more: object = {}): object {
  const metadata = local === null ? {} : { metadata: { filter_metadata: { [ORIGINAL_DST]: { local, ...more } } } }
  const endpoint = { endpoint: { address: { envoy_internal_address: { server_listener_name, endpoint_id: 'e' } } }, ...metadata }
  const typed_config = {
    '@type': `${EXTENSIONS}transport_sockets.internal_upstream.v3.InternalUpstreamTransport`,
    passthrough_metadata: [{ kind: { host: {} }, name: ORIGINAL_DST }],
    transport_socket: { name: 'raw', typed_config: { '@type': `${EXTENSIONS}transport_sockets.raw_buffer.v3.RawBuffer` } },
  }
  return {
    ...{ name, type: 'STATIC', load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [endpoint] }] } },
    ...(passes ? { transport_socket: { name: 'internal', typed_config } } : {}),
  }
}

function ask(listeners: object[], clusters: object[]) {
  return evaluateProxy(stateOf({ listeners, clusters: [staticCluster('up', ['10.1.0.1:1']), ...clusters] }), plain(request('/a')))
}

describe('an endpoint that is an internal listener', () => {
  test('leads to it, and on from there', () => {
    const tree = ask([web('in'), inner('next', [tcp('up')])], [inside('in', 'next')])
    expect(tree.events.map(({ kind, listener, endpoint }) => endpoint ?? listener ?? kind)).toEqual([
      ...['web', 'web', 'route', 'cluster', 'envoy://next/e'],
      ...['next', 'next', 'filter', 'cluster', '10.1.0.1:1'],
    ])
    expect(tree.end).toMatchObject({ kind: 'upstream', to: { ip: '10.1.0.1', port: 1 }, via: 'tcp', request: { path: '/a' } })
  })
  test('tells the one who opened the connection what became of it', () => {
    const { end } = ask([web('in'), inner('next', [tcp('up')])], [inside('in', 'next')])
    if (end?.kind !== 'upstream') throw new Error('no upstream')
    expect(onUpstreamFailure(end, 'refused')).toMatchObject({ kind: 'answered', status: 503, flags: 'UC' })
    const bare = ask([bytes('in'), inner('next', [tcp('up')])], [inside('in', 'next')]).end
    if (bare?.kind !== 'upstream') throw new Error('no upstream')
    expect(onUpstreamFailure(bare, 'refused')).toMatchObject({ kind: 'closed' })
  })
  test('that closes or is missing is a connection that failed', () => {
    expect(ask([web('in')], [inside('in', 'nobody')]).end).toMatchObject({ status: 503, flags: 'UF' })
    expect(ask([bytes('in')], [inside('in', 'nobody')]).end).toMatchObject({ kind: 'closed', flags: 'UF,URX' })
    const picky = inner('next', [], { filter_chains: [{ filter_chain_match: { destination_port: 80 }, filters: [tcp('up')] }] })
    expect(ask([web('in'), picky], [inside('in', 'next')]).end).toMatchObject({ status: 503, flags: 'UF' })
  })
  test('that leads to itself ends', () => {
    const circle = ask([web('in'), inner('next', [tcp('in')])], [inside('in', 'next')])
    expect(circle.end).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('lead to each other') })
  })
})

describe('the original destination within', () => {
  const restores = [{ name: ORIGINAL_DST, typed_config: { '@type': `${EXTENSIONS}filters.listener.original_dst.v3.OriginalDst` } }]
  const original = { name: 'original', type: 'ORIGINAL_DST', lb_policy: 'CLUSTER_PROVIDED' }
  const next = (more: object = { listener_filters: restores }) => [web('in'), inner('next', [tcp('original')], more)]

  test('is what the endpoint’s metadata hands along', () => {
    const to = (...parts: Parameters<typeof inside>) => ask(next(), [inside(...parts), original]).end
    expect(to('in', 'next', '10.7.7.7:80')).toMatchObject({ kind: 'upstream', to: { ip: '10.7.7.7', port: 80 } })
    expect(to('in', 'next', '10.7.7.7:80', false)).toMatchObject({ status: 503 })
    expect(to('in', 'next')).toMatchObject({ status: 503 })
    expect(ask(next({}), [inside('in', 'next', '10.7.7.7:80'), original]).end).toMatchObject({ status: 503 })
  })
})

test('chains for every address take a connection that has none', () => {
  const all = { filter_chain_match: { prefix_ranges: [{ address_prefix: '0.0.0.0', prefix_len: 0 }] }, filters: [tcp('up')] }
  const local = { filter_chain_match: { source_type: 'SAME_IP_OR_LOOPBACK' }, filters: [tcp('up')] }
  const by = (chain: object) => ask([web('in'), inner('next', [], { filter_chains: [chain] })], [inside('in', 'next')]).end?.kind
  expect(by(all)).toBe('upstream')
  expect(by(local)).toBe('answered')
})

describe('a tunnel as HBONE makes it', () => {
  const restores = [{ name: ORIGINAL_DST, typed_config: { '@type': `${EXTENSIONS}filters.listener.original_dst.v3.OriginalDst` } }]
  const through = (hostname: string) => ({ name: 'tcp', typed_config: { '@type': TCP, cluster: 'hbone', tunneling_config: { hostname } } })
  const hbone = {
    ...{ name: 'hbone', type: 'ORIGINAL_DST', lb_policy: 'CLUSTER_PROVIDED' },
    original_dst_lb_config: { upstream_port_override: 15008 },
  }
  const originate = (hostname: string) => inner('connect_originate', [through(hostname)], { listener_filters: restores })
  const out = (hostname: string) => ask([web('in'), originate(hostname)], [inside('in', 'connect_originate', '10.7.7.7:80'), hbone]).end

  test('asks the other side, at its port, for the original destination', () => {
    expect(out('%DOWNSTREAM_LOCAL_ADDRESS%')).toMatchObject({
      ...{ kind: 'upstream', to: { ip: '10.7.7.7', port: 15008 } },
      request: {
        method: 'CONNECT',
        authority: '10.7.7.7:80',
        tunnel: { tls: null, request: { path: '/a', authority: 'shop.example.com' } },
      },
    })
    expect(out('%CEL(x)%')).toMatchObject({ kind: 'unknown', reason: 'What the tunnel asks for is not in any dump.' })
  })

  test('goes to the waypoint that the endpoint’s metadata names, where the cluster looks there', () => {
    const path = [{ key: 'waypoint' }]
    const looking = { ...hbone, original_dst_lb_config: { upstream_port_override: 15008, metadata_key: { key: ORIGINAL_DST, path } } }
    const to = (cluster: object, more: object, passes = true) =>
      ask([web('in'), originate('%DOWNSTREAM_LOCAL_ADDRESS%')], [inside('in', 'connect_originate', '10.7.7.7:80', passes, more), cluster])
        .end
    const waypoint = { waypoint: '10.8.8.8:15008' }
    expect(to(looking, waypoint)).toMatchObject({ to: { ip: '10.8.8.8', port: 15008 }, request: { authority: '10.7.7.7:80' } })
    expect(to(looking, { waypoint: ['10.8.8.8:15008', '10.9.9.9:15008'] })).toMatchObject({ to: { ip: '10.8.8.8' } })
    expect(to(looking, {})).toMatchObject({ to: { ip: '10.7.7.7', port: 15008 } })
    expect(to(looking, { waypoint: 'no address' })).toMatchObject({ to: { ip: '10.7.7.7' } })
    expect(to(hbone, waypoint)).toMatchObject({ to: { ip: '10.7.7.7' } })
    expect(to(looking, waypoint, false)).toMatchObject({ kind: 'answered', status: 503 })
  })

  const terminate = (allowed: boolean, shared_with_upstream = 'ONCE') => {
    const connect = { upgrade_type: 'CONNECT', enabled: allowed, connect_config: {} }
    const routes = [{ match: { connect_matcher: {} }, route: { cluster: 'main', upgrade_configs: [connect] } }]
    const state = {
      object_key: `${ORIGINAL_DST}.local_ip`,
      ...{ format_string: { text_format_source: { inline_string: '%REQ(:AUTHORITY)%' } }, shared_with_upstream },
    }
    const typed_config = { '@type': `${EXTENSIONS}filters.http.set_filter_state.v3.Config`, on_request_headers: [state] }
    const listener = httpListener({ virtual_hosts: [{ name: 'v', domains: ['*'], routes }] }, [{ name: 'state', typed_config }])
    const original = { name: 'original', type: 'ORIGINAL_DST', lb_policy: 'CLUSTER_PROVIDED' }
    const main = inner('main', [tcp('original')], { listener_filters: restores })
    const tunnel = { ...request('', '10.7.7.7:80', {}, 'CONNECT'), tunnel: { tls: null, request: request('/a') } }
    return evaluateProxy(stateOf({ listeners: [listener, main], clusters: [inside('main', 'main'), original] }), plain(tunnel)).end
  }
  test('ends at the other side, whose filter state says inside where it goes', () => {
    expect(terminate(true)).toMatchObject({ kind: 'upstream', to: { ip: '10.7.7.7', port: 80 }, request: { method: 'GET', path: '/a' } })
    expect(terminate(true, 'NONE')).toMatchObject({ kind: 'answered', status: 503 })
  })
  test('that is refused says that it was the tunnel', () => {
    expect(terminate(false)).toMatchObject({ kind: 'answered', status: 403, to: 'CONNECT' })
  })
})
