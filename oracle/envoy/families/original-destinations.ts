import fc from 'fast-check'
import { PROXY_PROTOCOL } from '@/oracle/envoy/families/filter-chains'
import { optional, word } from '@/oracle/envoy/families/words'
import { upstream } from '@/oracle/envoy/loopback'
import { extension, httpManager, listener, socketAddress, staticCluster, tcpProxy } from '@/oracle/envoy/resources'
import type { Built, Family, Probe, Slot } from '@/oracle/envoy/scenario'

const PORTS = [5, 6]
const ADDRESSES = [1, 2, 3]

const target = fc.oneof(
  { arbitrary: word(['one', 'two', 'pass', 'gone']).map((cluster) => ({ cluster })), weight: 3 },
  fc.tuple(fc.constantFrom(10, 50), fc.constantFrom(1, 30, 50)).map(([a, b]) => ({
    weighted_clusters: {
      clusters: [
        { name: 'one', weight: a },
        { name: 'two', weight: b },
      ],
    },
  })),
)
const sniCluster = extension('envoy.filters.network.sni_cluster', 'filters.network.sni_cluster.v3.SniCluster')
const permission = fc.oneof(
  fc.constant({ any: true }),
  fc.constantFrom(...PORTS).map((port) => ({ port })),
  fc.constant({ not_rule: { requested_server_name: { exact: 'one' } } }),
  fc.constant({ requested_server_name: { suffix: 'o' } }),
)
const principal = fc.oneof(
  fc.constant({ any: true }),
  word(['direct_remote_ip', 'source_ip', 'remote_ip']).map((field) => ({ [field]: { address_prefix: '10.1.0.0', prefix_len: 16 } })),
  fc.constant({ not_id: { direct_remote_ip: { address_prefix: '127.0.0.1', prefix_len: 32 } } }),
  fc.constant({ authenticated: {} }),
)
const rbac = fc.record({ action: word(['ALLOW', 'DENY']), permission, principal })
const chain = fc.record({ target, http: fc.boolean(), sni: fc.boolean(), rbac: optional(rbac, 4) })
type Chain = typeof chain extends fc.Arbitrary<infer T> ? T : never

const arbitrary = fc.record({
  first: chain,
  handsOver: fc.boolean(),
  others: fc.uniqueArray(fc.record({ address: fc.option(fc.constantFrom(...ADDRESSES)), port: fc.constantFrom(...PORTS), chain }), {
    maxLength: 4,
    selector: ({ address, port }) => `${address} ${port}`,
  }),
  header: fc.record({ use_http_header: fc.boolean(), upstream_port_override: optional(fc.constant(9000), 4) }),
  bind: fc.boolean(),
  clients: fc.array(
    fc.record({
      to: fc.oneof(
        fc.record({ address: fc.constantFrom(...ADDRESSES), port: fc.constantFrom(...PORTS, 7) }),
        fc.record({ upstream: fc.constantFrom(3, 4) }),
      ),
      source: word(['10.1.0.1', '10.2.0.1']),
      sni: optional(word(['one', 'two', 'no'])),
      header: optional(fc.constantFrom(5, 6)),
    }),
    { minLength: 12, maxLength: 12 },
  ),
})
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never

function named(slot: Slot, value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, item: unknown) =>
    (key === 'cluster' || key === 'name') && typeof item === 'string' ? slot.name(item) : item,
  )
}

function filtersOf(slot: Slot, { target: to, http, sni, rbac: rules }: Chain): object[] {
  const action = named(slot, to) as object
  const port = (one: object) => ('port' in one && typeof one.port === 'number' ? { destination_port: slot.port(one.port) } : one)
  const policies = rules === undefined ? {} : { p: { permissions: [port(rules.permission)], principals: [rules.principal] } }
  const gate =
    rules === undefined
      ? []
      : [
          extension('envoy.filters.network.rbac', 'filters.network.rbac.v3.RBAC', {
            stat_prefix: 'r',
            rules: { action: rules.action, policies },
          }),
        ]
  if (!http) return [...gate, ...(sni ? [sniCluster] : []), tcpProxy(action)]
  const routes = [{ name: slot.name('route'), match: { prefix: '/' }, route: action }]
  const route_config = { name: slot.name('routes'), validate_clusters: false, virtual_hosts: [{ name: 'all', domains: ['*'], routes }] }
  return [...gate, httpManager({ route_config })]
}

function probeOf(slot: Slot, { to, source, sni, header }: Value['clients'][number]): Probe {
  const destination = 'upstream' in to ? upstream(to.upstream) : { ip: slot.address(to.address), port: slot.port(to.port) }
  const asked = header === undefined ? null : upstream(header)
  return {
    port: slot.port(0),
    proxied: { source: { ip: source, port: 1001 }, destination },
    ...(sni === undefined ? {} : { tls: { sni: slot.name(sni), alpn: [], identity: null } }),
    request: {
      method: 'GET',
      path: '/',
      host: 'a.test',
      headers: asked === null ? [] : [['x-envoy-original-dst-host', `${asked.ip}:${asked.port}`]],
    },
    times: 1,
  }
}

function build(value: Value, slot: Slot): Built {
  const inspector = extension('envoy.filters.listener.tls_inspector', 'filters.listener.tls_inspector.v3.TlsInspector')
  const fieldsOf = (name: string, one: Chain, listener_filters: object[]) => ({
    listener_filters,
    filter_chains: [{ name: slot.name(name), filters: filtersOf(slot, one) }],
  })
  const others = value.others.map(({ address, port, chain: one }, index) => ({
    ...listener(slot.name(`other-${index}`), 0, fieldsOf(`other-chain-${index}`, one, [inspector])),
    address: socketAddress({ ip: address === null ? '0.0.0.0' : slot.address(address), port: slot.port(port) }),
    bind_to_port: false,
  }))
  const pass = {
    name: slot.name('pass'),
    type: 'ORIGINAL_DST',
    lb_policy: 'CLUSTER_PROVIDED',
    connect_timeout: '2s',
    original_dst_lb_config: value.header,
    ...(value.bind ? { upstream_bind_config: { source_address: { address: '127.0.0.6', port_value: 0 } } } : {}),
  }
  const first = listener(slot.name('first'), slot.port(0), fieldsOf('first-chain', value.first, [PROXY_PROTOCOL, inspector]))
  return {
    listeners: [{ ...first, use_original_dst: value.handsOver }, ...others],
    clusters: [staticCluster(slot.name('one'), [upstream(0)]), staticCluster(slot.name('two'), [upstream(1)]), pass],
    probes: value.clients.map((client) => probeOf(slot, client)),
  }
}

export const ORIGINAL_DESTINATIONS: Family<Value> = { name: 'original destinations, TCP, SNI routes and network RBAC', arbitrary, build }
