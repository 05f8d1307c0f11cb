import { describe, expect, test } from 'vitest'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import { onUpstreamFailure, onUpstreamStatus } from '@/lib/envoy/evaluate/upstream-failure'
import type { Downstream, EnvoyEnd } from '@/lib/envoy/model'
import { parseConfigDump } from '@/lib/envoy/parse/config-dump'
import { dumpText, HCM, httpListener, plain, ROUTER, request, socketAddress, stateOf, staticCluster, TCP } from '@/lib/envoy/testing/dump'

const TLS = 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.'
const tcp = (cluster: string) => ({ name: 'tcp', typed_config: { '@type': TCP, cluster } })
const here = { ip: '10.0.0.1', port: 8080 }

describe('listeners', () => {
  const passthrough = {
    name: 'pass',
    type: 'ORIGINAL_DST',
    lb_policy: 'CLUSTER_PROVIDED',
    upstream_bind_config: { source_address: { address: '127.0.0.6' } },
  }
  const state = stateOf({
    listeners: [
      {
        name: 'out',
        address: socketAddress('0.0.0.0', 15001),
        use_original_dst: true,
        filter_chains: [{ name: 'all', filters: [tcp('pass')] }],
      },
      { name: 'exact', address: socketAddress('10.7.7.7', 80), bind_to_port: false, filter_chains: [{ filters: [tcp('a')] }] },
      { name: 'port', address: socketAddress('0.0.0.0', 80), bind_to_port: false, filter_chains: [{ filters: [tcp('b')] }] },
      { address: socketAddress('0.0.0.0', 15090), filter_chains: [{ filters: [tcp('a')] }] },
    ],
    clusters: [passthrough, staticCluster('a', ['10.1.0.1:1']), staticCluster('b', ['10.1.0.2:2'])],
  })
  const to = (ip: string, port: number, local = { ip: '127.0.0.1', port: 15001 }) =>
    evaluateProxy(state, plain(request('/'), { local, originalDst: { ip, port } }))

  test('the original destination’s own, then the port’s, then the first one itself', () => {
    const names = (ip: string, port: number) =>
      to(ip, port)
        .events.filter((event) => event.kind === 'listener')
        .map((event) => event.listener)
    expect(names('10.7.7.7', 80)).toEqual(['out', 'exact'])
    expect(names('10.8.8.8', 80)).toEqual(['out', 'port'])
    expect(names('10.8.8.8', 81)).toEqual(['out'])
    expect(to('10.8.8.8', 81).end).toMatchObject({ kind: 'upstream', to: { ip: '10.8.8.8', port: 81 }, bind: '127.0.0.6', cluster: 'pass' })
  })

  test('sockets: no listener, and one without a name', () => {
    expect(to('10.0.0.1', 9, { ip: '10.0.0.1', port: 9 }).end).toMatchObject({ kind: 'closed', how: 'reset' })
    const unnamed = to('10.0.0.1', 15090, { ip: '10.0.0.1', port: 15090 })
    expect(unnamed.events[0]).toMatchObject({ listener: '0.0.0.0:15090', pointer: '/configs/2/static_listeners/3/listener' })
  })
})

describe('a PROXY header', () => {
  const filter = (config: object = {}) => ({
    name: 'envoy.filters.listener.proxy_protocol',
    typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol', ...config },
  })
  const chain = (name: string, address_prefix: string) => ({
    name,
    filter_chain_match: { direct_source_prefix_ranges: [{ address_prefix, prefix_len: 32 }] },
    filters: [tcp('pass')],
  })
  const pass = { name: 'pass', type: 'ORIGINAL_DST', lb_policy: 'CLUSTER_PROVIDED', original_dst_lb_config: { use_http_header: true } }
  const walk = (proxied: Downstream['proxied'], config: object = {}, headers: Record<string, string> = {}) => {
    const listener = {
      ...{ name: 'l', address: socketAddress('0.0.0.0', 8080), listener_filters: [filter(config)] },
      filter_chains: [chain('direct', '192.0.2.7'), chain('said', '198.51.100.1')],
    }
    return evaluateProxy(stateOf({ listeners: [listener], clusters: [pass] }), plain(request('/', 'h', headers), { proxied }))
  }
  const header = { source: { ip: '198.51.100.1', port: 5 }, destination: { ip: '10.7.7.7', port: 80 } }

  test('says source and destination, but not the direct source', () => {
    const tree = walk(header)
    expect(tree.events.find((one) => one.kind === 'filterChain')?.filterChain).toBe('direct')
    expect(tree.end).toMatchObject({ kind: 'upstream', to: { ip: '10.7.7.7', port: 80 } })
  })
  test('that is missing closes the connection, unless it is allowed to, and one that is not known leaves it open', () => {
    expect(walk(null).end).toMatchObject({ kind: 'closed', how: 'reset' })
    expect(walk(null, { allow_requests_without_proxy_protocol: true }).end).toMatchObject({ kind: 'closed', flags: 'UH' })
    expect(walk(undefined).branches?.map((branch) => branch.probability)).toEqual([null, null])
  })
  test('the header with the original destination counts for HTTP alone', () => {
    expect(walk(header, {}, { 'x-envoy-original-dst-host': '10.8.8.8:9' }).end).toMatchObject({ to: { ip: '10.7.7.7', port: 80 } })
  })
})

test('a cluster that the SNI names does not count where tcp_proxy has weights', () => {
  const sni = { name: 'sni', typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.network.sni_cluster.v3.SniCluster' } }
  const inspector = {
    name: 'i',
    typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector' },
  }
  const cluster = (more: object) => {
    const filters = [sni, { name: 'tcp', typed_config: { '@type': TCP, ...more } }]
    const listener = { name: 'l', address: socketAddress('0.0.0.0', 8080), listener_filters: [inspector], filter_chains: [{ filters }] }
    const clusters = [staticCluster('a', ['10.1.0.1:1']), staticCluster('b', ['10.1.0.2:2'])]
    const tree = evaluateProxy(stateOf({ listeners: [listener], clusters }), plain(null, { tls: { sni: 'b', alpn: [], identity: null } }))
    return tree.end?.kind === 'upstream' ? tree.end.cluster : null
  }
  expect(cluster({ cluster: 'a' })).toBe('b')
  expect(cluster({ weighted_clusters: { clusters: [{ name: 'a', weight: 1 }] } })).toBe('a')
})

describe('TLS', () => {
  const socket = (kind: string, config: object) => ({
    transport_socket: { name: 'tls', typed_config: { '@type': `${TLS}${kind}`, ...config } },
  })
  const names = {
    common_tls_context: {
      validation_context: { match_typed_subject_alt_names: [{ san_type: 'URI', matcher: { prefix: 'spiffe://mesh/' } }] },
    },
  }
  const listener = (chain: object) => ({
    name: 'l',
    address: socketAddress('0.0.0.0', 8080),
    filter_chains: [{ filters: [tcp('up')], ...chain }],
  })
  const mutual = socket('DownstreamTlsContext', { require_client_certificate: true, ...names })
  const hello = (identity: string | null) => ({ sni: 'a', alpn: ['istio'], identity })

  test('who is let in', () => {
    const state = stateOf({ listeners: [listener({ ...mutual, filters: [] })] })
    const end = (identity: string | null, tls = true) => evaluateProxy(state, plain(null, { tls: tls ? hello(identity) : null })).end
    expect(end(null)).toMatchObject({ kind: 'closed', how: 'tls' })
    expect(end('spiffe://other/ns/a/sa/b')).toMatchObject({ kind: 'closed', how: 'tls' })
    expect(end(null, false)).toMatchObject({ kind: 'closed', how: 'reset' })
    expect(end('spiffe://mesh/ns/a/sa/b')).toMatchObject({
      kind: 'closed',
      reason: 'The filter chain has no filter that takes the connection.',
    })
  })

  test('tcp_proxy has connected before the handshake is refused', () => {
    const state = stateOf({ listeners: [listener(mutual)], clusters: [staticCluster('up', ['10.1.0.1:1'])] })
    expect(evaluateProxy(state, plain(null, { tls: hello(null) })).end).toMatchObject({ kind: 'upstream', thenClosed: { how: 'tls' } })
  })

  test('the endpoint’s metadata chooses mutual TLS, and the client’s own TLS stays inside', () => {
    const context = {
      sni: 'outbound_.80_._.up',
      common_tls_context: { alpn_protocols: ['istio'], tls_certificate_sds_secret_configs: [{ name: 'default' }] },
    }
    const matches = [
      { name: 'm', match: { tlsMode: 'istio' }, ...socket('UpstreamTlsContext', context) },
      { name: 'off', match: {} },
    ]
    const endpoint = (ip: string, metadata: object) => ({ endpoint: { address: socketAddress(ip, 1) }, metadata })
    const marked = { filter_metadata: { 'envoy.transport_socket_match': { tlsMode: 'istio' } } }
    const load_assignment = { endpoints: [{ lb_endpoints: [endpoint('10.1.0.1', marked), endpoint('10.1.0.2', {})] }] }
    const cluster = { name: 'up', type: 'STATIC', load_assignment, transport_socket_matches: matches }
    const tree = evaluateProxy(stateOf({ listeners: [listener({})], clusters: [cluster] }), plain(null, { tls: hello(null) }))
    const ends = tree.branches?.map((branch) => branch.tree.end)
    expect(ends?.[0]).toMatchObject({ tls: { sni: 'outbound_.80_._.up', alpn: ['istio'], inner: { sni: 'a' } } })
    expect(ends?.[1]).toMatchObject({ tls: { sni: 'a' } })
    expect(tree.branches?.map((branch) => branch.tree.events[0]?.security)).toEqual(['mtls', 'plaintext'])
  })
})

describe('an upstream that fails', () => {
  const end = (more: object): Extract<EnvoyEnd, { kind: 'upstream' }> => ({
    ...{ kind: 'upstream', cluster: 'c', to: here, bind: null, tls: null, request: null, route: null, mirrors: [], via: 'http' },
    ...more,
  })
  const retry = { on: ['connect-failure', 'retriable-status-codes'], attempts: 2, statusCodes: [503], perTryTimeoutMs: null }
  test('flags say whether it was tried again', () => {
    expect(onUpstreamFailure(end({}), 'refused')).toMatchObject({ status: 503, flags: 'UF' })
    expect(onUpstreamFailure(end({ retry }), 'timeout')).toMatchObject({ status: 503, flags: 'URX,UF' })
    expect(onUpstreamFailure(end({ retry }), 'reset')).toMatchObject({ flags: 'UC' })
    expect(onUpstreamFailure(end({ via: 'tcp' }), 'refused')).toMatchObject({ kind: 'closed', flags: 'UF,URX' })
    expect(onUpstreamStatus(end({ retry }), 503)).toBe('URX')
    expect(onUpstreamStatus(end({ retry: { ...retry, attempts: 0 } }), 503)).toBe('URX')
    expect(onUpstreamStatus(end({ retry }), 500)).toBe('-')
    expect(onUpstreamStatus(end({ flags: 'DI' }), 503)).toBe('DI')
  })
})

describe('limits of a cluster', () => {
  const through = (more: object, filters: object[] = [tcp('up')]) => {
    const listener = { name: 'l', address: socketAddress('0.0.0.0', 8080), filter_chains: [{ filters }] }
    return evaluateProxy(stateOf({ listeners: [listener], clusters: [staticCluster('up', ['10.1.0.1:1'], more)] }), plain(request('/')))
  }
  const http = (priority: string) => {
    const routes = [{ match: { prefix: '/' }, route: { cluster: 'up', priority } }]
    const route_config = { virtual_hosts: [{ name: 'v', domains: ['*'], routes }] }
    return [{ name: 'http', typed_config: { '@type': HCM, route_config, http_filters: [ROUTER] } }]
  }
  const limits = (...thresholds: object[]) => ({ circuit_breakers: { thresholds } })

  test('HTTP always gets a first connection, tcp_proxy does not', () => {
    expect(through(limits({ max_connections: 0 })).end).toMatchObject({ kind: 'closed', flags: 'UO' })
    expect(through(limits({ max_connections: 0 }), http('DEFAULT')).end).toMatchObject({ kind: 'upstream' })
    expect(through(limits({ max_requests: 0 }), http('DEFAULT')).end).toMatchObject({ status: 503, flags: 'UO' })
  })
  test('a route’s priority has limits of its own', () => {
    const both = limits({ priority: 'HIGH', max_pending_requests: 0 }, { priority: 'DEFAULT' })
    expect(through(both, http('HIGH')).end).toMatchObject({ flags: 'UO' })
    expect(through(both, http('DEFAULT')).end).toMatchObject({ kind: 'upstream' })
  })
  test('drop_overloads drops its part before a host is picked', () => {
    const policy = { drop_overloads: [{ category: 'd', drop_percentage: { numerator: 30 } }] }
    const endpoint = { endpoint: { address: socketAddress('10.1.0.1', 1) } }
    const load_assignment = { cluster_name: 'up', policy, endpoints: [{ lb_endpoints: [endpoint] }] }
    const tree = through({ load_assignment }, http('DEFAULT'))
    expect(tree.branches?.map(({ probability, tree: way }) => [probability, way.end])).toMatchObject([
      [0.3, { status: 503, flags: 'DO' }],
      [0.7, { kind: 'upstream' }],
    ])
  })
  test('zone-aware routing is said to be unknown', () => {
    const bootstrap = { cluster_manager: { local_cluster_name: 'self' } }
    const group = (zone: string, ip: string) => ({ locality: { zone }, lb_endpoints: [{ endpoint: { address: socketAddress(ip, 1) } }] })
    const load_assignment = { cluster_name: 'up', endpoints: [group('a', '10.1.0.1'), group('b', '10.1.0.2')] }
    const listener = { name: 'l', address: socketAddress('0.0.0.0', 8080), filter_chains: [{ filters: [tcp('up')] }] }
    const parts = { listeners: [listener], clusters: [{ name: 'up', type: 'STATIC', load_assignment }] }
    const state = {
      dump: parseConfigDump(dumpText(parts).replace('"bootstrap":{}', `"bootstrap":${JSON.stringify(bootstrap)}`)),
      clusters: null,
    }
    const tree = evaluateProxy(state, plain(null))
    expect(tree.branches?.map((branch) => branch.probability)).toEqual([null, null])
  })
})

test('an address for the original destination comes from filter state before a header, and what is no address counts for none', () => {
  const pass = { name: 'pass', type: 'ORIGINAL_DST', lb_policy: 'CLUSTER_PROVIDED', original_dst_lb_config: { use_http_header: true } }
  const sets = (inline_string: string) => ({
    name: 'state',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.set_filter_state.v3.Config',
      on_request_headers: [
        {
          object_key: 'envoy.network.transport_socket.original_dst_address',
          format_string: { text_format_source: { inline_string } },
        },
      ],
    },
  })
  const routes = [{ match: { prefix: '/' }, route: { cluster: 'pass' } }]
  const to = (header: string, ...filters: object[]) => {
    const web = httpListener({ virtual_hosts: [{ name: 'v', domains: ['*'], routes }] }, filters)
    const listener = { ...web, listener_filters: [{ name: 'envoy.filters.listener.original_dst' }] }
    const asked = request('/', 'h', { 'x-envoy-original-dst-host': header, 'x-to': '10.4.4.4:4' })
    const { end } = evaluateProxy(stateOf({ listeners: [listener], clusters: [pass] }), plain(asked))
    return end?.kind === 'upstream' ? `${end.to.ip}:${end.to.port}` : end?.kind
  }
  expect(to('10.3.3.3:3')).toBe('10.3.3.3:3')
  expect(to('a.test:80')).toBe('10.0.0.1:8080')
  expect(to('10.3.3.3:70000')).toBe('10.0.0.1:8080')
  expect(to('10.3.3.3')).toBe('10.0.0.1:8080')
  expect(to('10.3.3.3:3', sets('%REQ(x-to)%'))).toBe('10.4.4.4:4')
  expect(to('10.3.3.3:3', sets('%CEL(x)%'))).toBe('unknown')
})
