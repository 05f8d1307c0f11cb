import fc from 'fast-check'
import { optional, word } from '@/oracle/envoy/families/words'
import { NOBODY, tlsUpstream, upstream } from '@/oracle/envoy/loopback'
import { clientTls, httpManager, listener, socketAddress, tcpProxy } from '@/oracle/envoy/resources'
import type { Built, Family, Slot } from '@/oracle/envoy/scenario'

const KINDS = ['plain', 'tls', 'nobody', 'plain for tls', 'tls for plain']
const host = fc.record({ kind: word(KINDS), metadata: optional(word(['istio', 'disabled']), 2) })

const retry = fc.record(
  {
    retry_on: word([
      'connect-failure',
      '5xx',
      'gateway-error',
      'retriable-status-codes',
      'reset',
      'connect-failure,retriable-status-codes',
      'reset-before-request',
      'retriable-4xx',
    ]),
    num_retries: fc.constantFrom(0, 1, 2),
    retriable_status_codes: fc.constantFrom<number[]>([], [503], [418, 503]),
  },
  { requiredKeys: ['retry_on'] },
)
const tls = fc.record({
  sni: optional(word(['inside.test', 'outbound_.80_._.b.test']), 2),
  alpn: fc.constantFrom<string[]>([], ['istio', 'http/1.1'], ['http/1.1']),
  identity: fc.option(word(['spiffe://mesh/ns/a/sa/proxy'])),
  auto: fc.boolean(),
})
const arbitrary = fc.record({
  host,
  tls,
  matches: fc.boolean(),
  hostname: optional(word(['named.test']), 2),
  retry: optional(retry, 2),
  hostRetry: optional(retry, 4),
  tcp: fc.boolean(),
  autoHost: fc.boolean(),
  mirror: fc.boolean(),
  bind: fc.boolean(),
  answers: fc.array(optional(word(['503', '500', '502', '418', '409', '404']), 2), { minLength: 10, maxLength: 10 }),
})
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never

const addressOf = (kind: string) => (kind === 'nobody' ? NOBODY : kind === 'tls' || kind === 'tls for plain' ? tlsUpstream(1) : upstream(0))

/** Whether the cluster itself speaks TLS; its matches may say otherwise for a host. */
const speaksTls = (kind: string) => kind === 'tls' || kind === 'plain for tls'

function clusterOf(value: Value, slot: Slot): object {
  const { kind, metadata } = value.host
  const context = clientTls(value.tls)
  const endpoint = {
    endpoint: { address: socketAddress(addressOf(kind)), ...(value.hostname === undefined ? {} : { hostname: value.hostname }) },
    ...(metadata === undefined ? {} : { metadata: { filter_metadata: { 'envoy.transport_socket_match': { tlsMode: metadata } } } }),
  }
  const matches = [
    { name: 'tlsMode-istio', match: { tlsMode: 'istio' }, transport_socket: context },
    {
      name: 'tlsMode-disabled',
      match: {},
      transport_socket: {
        name: 'raw',
        typed_config: { '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer' },
      },
    },
  ]
  return {
    name: slot.name('up'),
    type: 'STATIC',
    connect_timeout: '2s',
    load_assignment: { cluster_name: slot.name('up'), endpoints: [{ lb_endpoints: [endpoint] }] },
    ...(value.matches ? { transport_socket_matches: matches } : speaksTls(kind) ? { transport_socket: context } : {}),
    ...(value.bind ? { upstream_bind_config: { source_address: { address: '127.0.0.6', port_value: 0 } } } : {}),
  }
}

function build(value: Value, slot: Slot): Built {
  const action = {
    cluster: slot.name('up'),
    auto_host_rewrite: value.autoHost,
    ...(value.retry === undefined ? {} : { retry_policy: value.retry }),
    ...(value.mirror ? { request_mirror_policies: [{ cluster: slot.name('up') }] } : {}),
  }
  const hosts = [
    {
      name: 'all',
      domains: ['*'],
      ...(value.hostRetry === undefined ? {} : { retry_policy: value.hostRetry }),
      routes: [{ name: slot.name('route'), match: { prefix: '/' }, route: action }],
    },
  ]
  const filter = value.tcp
    ? tcpProxy({ cluster: slot.name('up') })
    : httpManager({ route_config: { name: slot.name('routes'), virtual_hosts: hosts } })
  return {
    listeners: [listener(slot.name('upstreams'), slot.port(0), { filter_chains: [{ filters: [filter] }] })],
    clusters: [clusterOf(value, slot)],
    probes: value.answers.map((answer) => ({
      port: slot.port(0),
      request: { method: 'GET', path: '/', host: 'a.test', headers: answer === undefined ? [] : [['x-answer', answer]] },
      times: 1,
    })),
  }
}

export const UPSTREAMS: Family<Value> = { name: 'upstream connections: TLS, failures, retries, mirrors', arbitrary, build }
