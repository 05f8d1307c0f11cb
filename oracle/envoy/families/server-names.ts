import fc from 'fast-check'
import { word } from '@/oracle/envoy/families/words'
import { tlsUpstream } from '@/oracle/envoy/loopback'
import { clientTls, httpListener, staticCluster } from '@/oracle/envoy/resources'
import type { Built, Family, Slot } from '@/oracle/envoy/scenario'
import { SERVER } from '@/oracle/envoy/upstreams'

/** Names near those of the upstreams' certificate, which has the URI and "*.test". */
const NAMES = [
  SERVER,
  SERVER.toUpperCase(),
  'spiffe://oracle/ns/upstream/',
  '/sa/server',
  'a.test',
  'A.Test',
  'a.b.test',
  '.test',
  '*.test',
  'test',
  'b.org',
]

const matcher = fc.oneof(
  { arbitrary: word(NAMES).map((exact) => ({ exact })), weight: 4 },
  fc
    .tuple(word(['exact', 'prefix', 'suffix', 'contains']), word(NAMES), fc.boolean())
    .map(([way, name, ignore_case]) => ({ [way]: name, ignore_case })),
  word(['spiffe://[a-z]+/ns/.*', '[^.]*.test', 'spiffe://oracle', '.*server']).map((regex) => ({ safe_regex: { regex } })),
)
const names = fc.array(fc.record({ san_type: word(['URI', 'DNS', 'EMAIL']), matcher }), { maxLength: 3 })
const validation = fc.record(
  {
    match_typed_subject_alt_names: names,
    trust_chain_verification: word(['VERIFY_TRUST_CHAIN', 'VERIFY_TRUST_CHAIN', 'ACCEPT_UNTRUSTED']),
  },
  { requiredKeys: ['match_typed_subject_alt_names'] },
)
const arbitrary = fc.record({
  validations: fc.array(validation, { minLength: 10, maxLength: 10 }),
  retry: fc.constantFrom<object>({}, { retry_policy: { retry_on: 'connect-failure', num_retries: 1 } }),
})
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never

const path = (at: number) => `/${at}`

function build({ validations, retry }: Value, slot: Slot): Built {
  const name = (at: number) => slot.name(`server-${at}`)
  const routes = validations.map((_, at) => ({ name: name(at), match: { path: path(at) }, route: { cluster: name(at), ...retry } }))
  const tls = { sni: 'a.test', alpn: [], identity: null, auto: false }
  return {
    listeners: [httpListener(slot.name('names'), slot.port(0), { virtual_hosts: [{ name: 'all', domains: ['*'], routes }] })],
    clusters: validations.map((one, at) =>
      staticCluster(name(at), [tlsUpstream(at % 2)], { transport_socket: clientTls({ ...tls, validation: one }) }),
    ),
    probes: validations.map((_, at) => ({
      port: slot.port(0),
      request: { method: 'GET', path: path(at), host: 'a.test', headers: [] },
      times: 1,
    })),
  }
}

export const SERVER_NAMES: Family<Value> = { name: 'names of servers: SANs that a certificate has, or has not', arbitrary, build }
