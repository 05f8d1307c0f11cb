import fc from 'fast-check'
import { word } from '@/oracle/envoy/families/words'
import { ENVOY_IP, upstream } from '@/oracle/envoy/loopback'
import { extension, httpManager, listener, staticCluster, tcpProxy } from '@/oracle/envoy/resources'
import type { Built, Family, Probe, Slot } from '@/oracle/envoy/scenario'

const ORIGINAL_DST = 'envoy.filters.listener.original_dst'
const RESTORES = [extension(ORIGINAL_DST, 'filters.listener.original_dst.v3.OriginalDst')]
const QUIET = { access_log: [] }

const arbitrary = fc.record({
  outer: word(['http', 'tcp']),
  /** What the tunnel asks for. */
  hostname: word(['%DOWNSTREAM_LOCAL_ADDRESS%', '%DOWNSTREAM_LOCAL_ADDRESS%', 'fixed.test:80']),
  /** Where the tunnel ends: not at all where it is not allowed. */
  allowed: fc.constantFrom(true, true, true, false),
  /** Else it is passed on, to a connection manager which refuses it. */
  ends: fc.constantFrom(true, true, true, false),
  /** Who says inside where it goes: the tunnel's own name, or nobody. */
  shares: word(['ONCE', 'TRANSITIVE', 'NONE']),
  /** Who knows where the other end is: the cluster, or the metadata of the endpoint within, as for a waypoint. */
  remote: word(['static', 'waypoint']),
  inner: word(['http', 'tcp']),
  to: word(['original', 'fixed']),
})
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never

function web(slot: Slot, name: string, match: object, action: object, fields: object, filters: object[] = []): object {
  const routes = [{ name: slot.name(`${name}-route`), match, ...action }]
  const route_config = { name: slot.name(`${name}-routes`), virtual_hosts: [{ name: 'all', domains: ['*'], routes }] }
  return httpManager({ route_config, ...fields }, filters)
}

/** A cluster of one internal listener, which hands along what its endpoint and the filter state say. */
function within(slot: Slot, name: string, along: Record<string, string> | null): object {
  const endpoint = { address: { envoy_internal_address: { server_listener_name: slot.name(name) } } }
  const metadata = along === null ? {} : { metadata: { filter_metadata: { [ORIGINAL_DST]: along } } }
  const cluster_name = slot.name(`to-${name}`)
  const transport_socket = extension('internal', 'transport_sockets.internal_upstream.v3.InternalUpstreamTransport', {
    passthrough_metadata: [{ kind: { host: {} }, name: ORIGINAL_DST }],
    transport_socket: extension('raw', 'transport_sockets.raw_buffer.v3.RawBuffer'),
  })
  const load_assignment = { cluster_name, endpoints: [{ lb_endpoints: [{ endpoint, ...metadata }] }] }
  return { name: cluster_name, type: 'STATIC', connect_timeout: '2s', load_assignment, transport_socket }
}

/** As Istio's connect_originate: to the waypoint that the endpoint's metadata names, else to the original destination. */
function byMetadata(slot: Slot): object {
  const metadata_key = { key: ORIGINAL_DST, path: [{ key: 'waypoint' }] }
  return {
    name: slot.name('remote'),
    type: 'ORIGINAL_DST',
    lb_policy: 'CLUSTER_PROVIDED',
    connect_timeout: '2s',
    original_dst_lb_config: { metadata_key },
  }
}

function build(value: Value, slot: Slot): Built {
  const destination = upstream(2)
  const waypoint = `${ENVOY_IP}:${slot.port(1)}`
  const originate = within(slot, 'originate', { local: `${destination.ip}:${destination.port}`, waypoint })
  const tunneling_config = { hostname: value.hostname }
  const connect = {
    upgrade_type: 'CONNECT',
    enabled: value.allowed,
    ...(value.ends || value.inner === 'tcp' ? { connect_config: {} } : {}),
  }
  const shared = {
    object_key: `${ORIGINAL_DST}.local_ip`,
    format_string: { text_format_source: { inline_string: '%REQ(:AUTHORITY)%' } },
    shared_with_upstream: value.shares,
  }
  const state = extension('state', 'filters.http.set_filter_state.v3.Config', { on_request_headers: [shared] })
  const target = { cluster: slot.name(value.to) }
  const outer =
    value.outer === 'tcp'
      ? tcpProxy({ cluster: slot.name('to-originate') })
      : web(slot, 'outer', { prefix: '/' }, { route: { cluster: slot.name('to-originate') } }, {})
  const terminate = web(
    slot,
    'terminate',
    { connect_matcher: {} },
    { route: { cluster: slot.name('to-main'), upgrade_configs: [connect] } },
    QUIET,
    [state],
  )
  const main = value.inner === 'tcp' ? tcpProxy({ ...target, ...QUIET }) : web(slot, 'main', { prefix: '/' }, { route: target }, QUIET)
  const internal = (name: string, filter: object) => ({
    ...{ name: slot.name(name), internal_listener: {}, listener_filters: RESTORES },
    ...{ filter_chains: [{ filters: [filter] }] },
  })
  const ask = (path: string): Probe => ({
    ...{ port: slot.port(0), times: 5 },
    request: { method: 'GET', path, host: 'a.test', headers: [] },
  })
  return {
    listeners: [
      listener(slot.name('outer'), slot.port(0), { filter_chains: [{ name: slot.name('outer'), filters: [outer] }] }),
      internal('originate', tcpProxy({ cluster: slot.name('remote'), tunneling_config, ...QUIET })),
      { ...listener(slot.name('terminate'), slot.port(1), { filter_chains: [{ filters: [terminate] }] }), ...QUIET },
      internal('main', main),
    ],
    clusters: [
      ...[originate, within(slot, 'main', null)],
      value.remote === 'static' ? staticCluster(slot.name('remote'), [{ ip: ENVOY_IP, port: slot.port(1) }]) : byMetadata(slot),
      staticCluster(slot.name('fixed'), [upstream(3)]),
      { name: slot.name('original'), type: 'ORIGINAL_DST', lb_policy: 'CLUSTER_PROVIDED', connect_timeout: '2s' },
    ],
    probes: [ask('/'), ask('/a?x=1')],
  }
}

export const HBONE: Family<Value> = { name: 'a tunnel as HBONE makes it, from one end to the other', arbitrary, build }
