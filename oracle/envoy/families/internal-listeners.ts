import fc from 'fast-check'
import { optional, word } from '@/oracle/envoy/families/words'
import { NOBODY, upstream } from '@/oracle/envoy/loopback'
import { clientTls, extension, httpManager, listener, serverTls, staticCluster, tcpProxy } from '@/oracle/envoy/resources'
import type { Built, Family, Probe, Slot } from '@/oracle/envoy/scenario'

const ORIGINAL_DST = 'envoy.filters.listener.original_dst'

/** One that wants what only some connections have; the last of a listener's wants nothing, if it has one. */
const wanted = fc.constantFrom<object>(
  { prefix_ranges: [{ address_prefix: '0.0.0.0', prefix_len: 0 }] },
  { prefix_ranges: [{ address_prefix: '127.0.0.0', prefix_len: 8 }] },
  { destination_port: 9000 },
  { source_type: 'SAME_IP_OR_LOOPBACK' },
  { source_type: 'EXTERNAL' },
  { source_prefix_ranges: [{ address_prefix: '255.255.255.255', prefix_len: 32 }] },
  { transport_protocol: 'raw_buffer' },
  { application_protocols: ['http/1.1'] },
)
const handler = fc.record({ kind: word(['tcp', 'http']), to: word(['next', 'next', 'up', 'nobody', 'original', 'missing']) })
const hop = fc.record({
  exists: fc.constantFrom(true, true, true, true, false),
  restores: fc.boolean(),
  inspects: fc.boolean(),
  chains: fc.uniqueArray(fc.record({ match: wanted, handler }), { maxLength: 2, selector: (one) => JSON.stringify(one.match) }),
  fallback: optional(handler, 1),
  tls: fc.constantFrom(false, false, false, true),
})
const endpoint = fc.record({ passes: fc.boolean(), local: fc.boolean(), tls: fc.constantFrom(false, false, false, true) })
const arbitrary = fc.record({
  outer: word(['http', 'http', 'tcp']),
  retry: optional(word(['reset', '5xx', 'connect-failure'])),
  endpoints: fc.tuple(endpoint, endpoint),
  hops: fc.tuple(hop, hop),
})
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never

/** No access lines of their own: what is judged is the first listener's, and what the upstream got. */
const QUIET = { access_log: [] }

function filterOf({ kind, to }: { kind: string; to: string }, at: number, slot: Slot, fields: object = QUIET, action: object = {}): object {
  const cluster = to === 'next' ? slot.name(at < 2 ? `to-${at}` : 'up') : slot.name(to)
  if (kind === 'tcp') return tcpProxy({ cluster, ...fields })
  const routes = [{ name: slot.name(`route-${at}`), match: { prefix: '/' }, route: { cluster, ...action } }]
  return httpManager({
    route_config: { name: slot.name(`routes-${at}`), validate_clusters: false, virtual_hosts: [{ name: 'all', domains: ['*'], routes }] },
    ...fields,
  })
}

function inner(value: Value, at: number, slot: Slot): object[] {
  const { exists, restores, inspects, chains, fallback, tls } = value.hops[at] ?? value.hops[0]
  if (!exists) return []
  const secure = tls ? { transport_socket: serverTls() } : {}
  const filter_chains = chains.map(({ match, handler: by }, index) => ({
    ...{ name: slot.name(`chain-${at}-${index}`), filter_chain_match: match },
    ...{ filters: [filterOf(by, at + 1, slot)], ...secure },
  }))
  const last = fallback ?? { kind: 'tcp', to: 'up' }
  const always =
    fallback === undefined && chains.length > 0 ? {} : { default_filter_chain: { filters: [filterOf(last, at + 1, slot)], ...secure } }
  const listener_filters = [
    ...(restores ? [extension(ORIGINAL_DST, 'filters.listener.original_dst.v3.OriginalDst')] : []),
    ...(inspects ? [extension('envoy.filters.listener.http_inspector', 'filters.listener.http_inspector.v3.HttpInspector')] : []),
  ]
  return [{ name: slot.name(`inner-${at}`), internal_listener: {}, listener_filters, filter_chains, ...always }]
}

/** A cluster whose endpoint is the internal listener; what goes along is the endpoint's metadata. */
function toInner({ endpoints }: Value, at: number, slot: Slot): object {
  const { passes, local, tls } = endpoints[at] ?? endpoints[0]
  const address = { envoy_internal_address: { server_listener_name: slot.name(`inner-${at}`), endpoint_id: `e${at}` } }
  const { ip, port } = upstream(1)
  const metadata = { filter_metadata: { [ORIGINAL_DST]: { local: `${ip}:${port}` } } }
  const socket = tls
    ? clientTls({ sni: undefined, alpn: [], identity: null, auto: false })
    : extension('raw', 'transport_sockets.raw_buffer.v3.RawBuffer')
  const internal = extension(
    'envoy.transport_sockets.internal_upstream',
    'transport_sockets.internal_upstream.v3.InternalUpstreamTransport',
    {
      ...{ passthrough_metadata: [{ kind: { host: {} }, name: ORIGINAL_DST }], transport_socket: socket },
    },
  )
  const lb_endpoints = [{ endpoint: { address }, ...(local ? { metadata } : {}) }]
  const cluster_name = slot.name(`to-${at}`)
  return {
    ...{ name: cluster_name, type: 'STATIC', connect_timeout: '2s' },
    ...{ load_assignment: { cluster_name, endpoints: [{ lb_endpoints }] }, transport_socket: passes ? internal : socket },
  }
}

function build(value: Value, slot: Slot): Built {
  const action = value.retry === undefined ? {} : { retry_policy: { retry_on: value.retry, num_retries: 1 } }
  const filter = filterOf({ kind: value.outer, to: 'next' }, 0, slot, {}, action)
  const ask = (path: string): Probe => ({
    ...{ port: slot.port(0), times: 5 },
    request: { method: 'GET', path, host: 'a.test', headers: [] },
  })
  return {
    listeners: [
      listener(slot.name('outer'), slot.port(0), { filter_chains: [{ name: slot.name('outer'), filters: [filter] }] }),
      ...inner(value, 0, slot),
      ...inner(value, 1, slot),
    ],
    clusters: [
      ...[toInner(value, 0, slot), toInner(value, 1, slot)],
      ...[staticCluster(slot.name('up'), [upstream(0)]), staticCluster(slot.name('nobody'), [NOBODY])],
      { name: slot.name('original'), type: 'ORIGINAL_DST', lb_policy: 'CLUSTER_PROVIDED', connect_timeout: '2s' },
    ],
    probes: [ask('/'), ask('/a?x=1')],
  }
}

export const INTERNAL_LISTENERS: Family<Value> = { name: 'internal listeners, from one to the next', arbitrary, build }
