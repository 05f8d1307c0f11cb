import fc from 'fast-check'
import { chainOf, IPS, PROXY_PROTOCOL } from '@/oracle/envoy/families/filter-chains'
import { optional, word } from '@/oracle/envoy/families/words'
import { upstream } from '@/oracle/envoy/loopback'
import { extension, listener, staticCluster } from '@/oracle/envoy/resources'
import type { Built, Family, Slot } from '@/oracle/envoy/scenario'

const CHAINS = ['tree-a', 'tree-b', 'tree-c', 'tree-d']
const input = (kind: string) => extension(kind, `matching.common_inputs.network.v3.${kind}`)

const INPUTS: Record<string, string[]> = {
  DestinationIPInput: IPS,
  DestinationPortInput: ['80', '8080', '443', '8'],
  SourceIPInput: IPS,
  SourcePortInput: ['1001', '1002'],
  DirectSourceIPInput: ['127.0.0.1', '127.0.0.2'],
  SourceTypeInput: ['local', 'external'],
  ServerNameInput: ['a.test', 'x.a.test', 'a.'],
  TransportProtocolInput: ['tls', 'raw_buffer'],
  ApplicationProtocolInput: ["'http/1.1'", "'h2','http/1.1'", "'h2'"],
}
const NAMES = Object.keys(INPUTS)
const RANGES = [
  { address_prefix: '10.0.0.0', prefix_len: 8 },
  { address_prefix: '10.1.0.0', prefix_len: 16 },
  { address_prefix: '10.1.2.3', prefix_len: 32 },
  { address_prefix: '127.0.0.0', prefix_len: 8 },
]

const single = word(NAMES).chain((name) =>
  fc
    .tuple(word(INPUTS[name] ?? []), fc.constantFrom('exact', 'prefix', 'suffix', 'contains'))
    .map(([value, way]) => ({ single_predicate: { input: input(name), value_match: { [way]: value } } })),
)

interface Predicate {
  predicate: object
}

const { predicate } = fc.letrec<Predicate>((tie) => ({
  predicate: fc.oneof(
    { maxDepth: 2 },
    { arbitrary: single, weight: 3 },
    fc.array(tie('predicate'), { minLength: 2, maxLength: 3 }).map((list) => ({ or_matcher: { predicate: list } })),
    fc.array(tie('predicate'), { minLength: 2, maxLength: 3 }).map((list) => ({ and_matcher: { predicate: list } })),
    tie('predicate').map((one) => ({ not_matcher: one })),
  ),
}))

interface Tree {
  onMatch: object
  matcher: object
}

const action = word(CHAINS).map((value) => ({
  action: { name: 'chain', typed_config: { '@type': 'type.googleapis.com/google.protobuf.StringValue', value } },
}))

const { matcher } = fc.letrec<Tree>((tie) => ({
  onMatch: fc.oneof(
    { maxDepth: 2 },
    { arbitrary: action, weight: 3 },
    tie('matcher').map((one) => ({ matcher: one })),
  ),
  matcher: fc
    .tuple(
      fc.oneof(
        fc
          .array(fc.record({ predicate, on_match: tie('onMatch') }), { minLength: 1, maxLength: 3 })
          .map((matchers) => ({ matcher_list: { matchers } })),
        fc
          .tuple(word(NAMES), word(['exact_match_map', 'prefix_match_map']))
          .chain(([name, kind]) =>
            fc
              .dictionary(word(INPUTS[name] ?? []), tie('onMatch'), { minKeys: 1, maxKeys: 3 })
              .map((map) => ({ matcher_tree: { input: input(name), [kind]: { map: { ...map } } } })),
          ),
        fc
          .tuple(
            word(['DestinationIPInput', 'SourceIPInput', 'DirectSourceIPInput']),
            fc.array(
              fc.record({
                ranges: fc.uniqueArray(fc.constantFrom(...RANGES), { minLength: 1, maxLength: 2 }),
                on_match: tie('onMatch'),
                exclusive: fc.boolean(),
              }),
              {
                minLength: 1,
                maxLength: 3,
              },
            ),
          )
          .map(([name, range_matchers]) => ({
            matcher_tree: {
              input: input(name),
              custom_match: { name: 'ip', typed_config: { '@type': 'type.googleapis.com/xds.type.matcher.v3.IPMatcher', range_matchers } },
            },
          })),
      ),
      optional(tie('onMatch'), 2),
    )
    .map(([one, on_no_match]) => ({ ...one, ...(on_no_match === undefined ? {} : { on_no_match }) })),
}))

const client = fc.record({
  source: fc.record({ ip: word(IPS), port: fc.constantFrom(1001, 1002) }),
  destination: fc.record({ ip: word(IPS), port: fc.constantFrom(80, 443, 8080) }),
  tls: optional(
    fc.record({ sni: fc.option(word(['a.test', 'x.a.test'])), alpn: fc.constantFrom<string[]>([], ['http/1.1'], ['h2', 'http/1.1']) }),
    2,
  ),
})
const arbitrary = fc.record({ matcher, fallback: fc.boolean(), clients: fc.array(client, { minLength: 12, maxLength: 12 }) })
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never

function build(value: Value, slot: Slot): Built {
  const inspector = extension('envoy.filters.listener.tls_inspector', 'filters.listener.tls_inspector.v3.TlsInspector')
  const named = JSON.parse(JSON.stringify(value.matcher), (key, item: unknown) =>
    key === 'value' && typeof item === 'string' && CHAINS.includes(item) ? slot.name(item) : item,
  ) as object
  const fields = {
    listener_filters: [PROXY_PROTOCOL, inspector],
    filter_chain_matcher: named,
    filter_chains: CHAINS.map((name) => chainOf(slot, name, 'tcp', {})),
    ...(value.fallback ? { default_filter_chain: chainOf(slot, 'fallback', 'tcp', {}) } : {}),
  }
  return {
    listeners: [listener(slot.name('tree'), slot.port(0), fields)],
    clusters: [staticCluster(slot.name('up'), [upstream(0)])],
    probes: value.clients.map(({ source, destination, tls }) => ({
      port: slot.port(0),
      proxied: { source, destination },
      ...(tls === undefined ? {} : { tls: { ...tls, identity: null } }),
      request: { method: 'GET', path: '/', host: 'a.test', headers: [] },
      times: 1,
    })),
  }
}

export const MATCHER_TREES: Family<Value> = { name: 'filter chain matcher trees', arbitrary, build }
