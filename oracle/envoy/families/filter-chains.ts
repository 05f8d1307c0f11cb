import fc from 'fast-check'
import { optional, word } from '@/oracle/envoy/families/words'
import { upstream } from '@/oracle/envoy/loopback'
import { extension, httpManager, listener, serverTls, staticCluster, tcpProxy } from '@/oracle/envoy/resources'
import type { Built, Family, Slot } from '@/oracle/envoy/scenario'

export const IPS = ['10.1.0.1', '10.1.2.3', '10.2.0.1', '127.0.0.1', '127.0.0.6', '192.0.2.9']
const RANGES: [string, number][] = [
  ['10.0.0.0', 8],
  ['10.1.0.0', 16],
  ['10.1.2.3', 32],
  ['127.0.0.0', 8],
  ['0.0.0.0', 0],
]
const PORTS = [80, 443, 8080]
const SERVER_NAMES = ['a.test', 'x.a.test', '*.a.test', '*.test', 'b.org', '*.x.a.test']
const SNIS = ['a.test', 'x.a.test', 'y.x.a.test', 'b.org', 'c.test', 'X.A.test', 'other']
const PROTOCOLS = ['http/1.1', 'h2', 'istio', 'http/1.0']

const range = fc.constantFrom(...RANGES).map(([address_prefix, prefix_len]) => ({ address_prefix, prefix_len }))
const ranges = fc.uniqueArray(range, { maxLength: 2, selector: (one) => one.address_prefix })
const few = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 })

const match = fc.record({
  destination_port: optional(fc.constantFrom(...PORTS), 4),
  prefix_ranges: optional(ranges, 4),
  server_names: optional(few(SERVER_NAMES)),
  transport_protocol: optional(word(['tls', 'raw_buffer'])),
  application_protocols: optional(few(PROTOCOLS)),
  direct_source_prefix_ranges: optional(ranges, 10),
  source_type: optional(word(['SAME_IP_OR_LOOPBACK', 'EXTERNAL']), 4),
  source_prefix_ranges: optional(ranges, 4),
  source_ports: optional(few([1001, 1002]), 5),
})
export type ChainMatch = typeof match extends fc.Arbitrary<infer T> ? T : never

const chain = fc.record({ match, kind: fc.constantFrom('http', 'http over tls', 'tcp') })
const inspectors = fc.subarray(['tls_inspector', 'http_inspector'])

const client = fc.record({
  source: fc.record({ ip: word(IPS), port: fc.constantFrom(1001, 1002, 1003) }),
  destination: fc.record({ ip: word(IPS), port: fc.constantFrom(...PORTS, 9999) }),
  tls: optional(fc.record({ sni: fc.option(word(SNIS)), alpn: fc.subarray(['http/1.1', 'istio', 'h2']).map((list) => list) }), 2),
  http: fc.boolean(),
})

const arbitrary = fc.record({
  chains: fc.array(chain, { minLength: 1, maxLength: 6 }),
  fallback: fc.boolean(),
  inspectors,
  clients: fc.array(client, { minLength: 12, maxLength: 12 }),
})
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never

/** Every combination that a match stands for: Envoy refuses a listener in which two chains share one. */
function combinations(one: ChainMatch): string[] {
  const lists = Object.values(one).map((value) => (Array.isArray(value) ? (value.length === 0 ? [''] : value) : [value ?? '']))
  let made = ['']
  for (const list of lists) made = made.flatMap((before) => list.map((value) => `${before}|${JSON.stringify(value)}`))
  return made
}

/** The chains that Envoy takes together. */
function distinct<T extends { match: ChainMatch }>(chains: readonly T[]): T[] {
  const taken = new Set<string>()
  return chains.filter(({ match: one }) => {
    const wanted = combinations(one)
    if (wanted.some((key) => taken.has(key))) return false
    for (const key of wanted) taken.add(key)
    return true
  })
}

const INSPECTORS: Record<string, object> = {
  tls_inspector: extension('envoy.filters.listener.tls_inspector', 'filters.listener.tls_inspector.v3.TlsInspector'),
  http_inspector: extension('envoy.filters.listener.http_inspector', 'filters.listener.http_inspector.v3.HttpInspector'),
}
export const PROXY_PROTOCOL = extension('envoy.filters.listener.proxy_protocol', 'filters.listener.proxy_protocol.v3.ProxyProtocol')

/** A filter chain that answers, or moves bytes to the first upstream. */
export function chainOf(slot: Slot, name: string, kind: string, more: object): object {
  const direct = {
    route_config: {
      name: slot.name(`${name}-routes`),
      virtual_hosts: [
        { name: 'all', domains: ['*'], routes: [{ name: slot.name(name), match: { prefix: '/' }, direct_response: { status: 200 } }] },
      ],
    },
  }
  const filters = [kind === 'tcp' ? tcpProxy({ cluster: slot.name('up') }) : httpManager(direct)]
  return { name: slot.name(name), ...more, filters, ...(kind === 'http over tls' ? { transport_socket: serverTls() } : {}) }
}

function build(value: Value, slot: Slot): Built {
  const chains = distinct(value.chains)
  const fields = {
    listener_filters: [PROXY_PROTOCOL, ...value.inspectors.map((name) => INSPECTORS[name] ?? {})],
    filter_chains: chains.map((one, index) => chainOf(slot, `chain-${index}`, one.kind, { filter_chain_match: one.match })),
    ...(value.fallback ? { default_filter_chain: chainOf(slot, 'fallback', 'tcp', {}) } : {}),
    listener_filters_timeout: '1s',
  }
  return {
    listeners: [listener(slot.name('chains'), slot.port(0), fields)],
    clusters: [staticCluster(slot.name('up'), [upstream(0)])],
    probes: value.clients.map(({ source, destination, tls, http }) => ({
      port: slot.port(0),
      proxied: { source, destination },
      ...(tls === undefined ? {} : { tls: { ...tls, identity: null } }),
      request: http ? { method: 'GET', path: '/', host: 'a.test', headers: [] } : null,
      times: 1,
    })),
  }
}

export const FILTER_CHAINS: Family<Value> = { name: 'filter chains', arbitrary, build }
