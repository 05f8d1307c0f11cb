import { describe, expect, test } from 'vitest'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import type { ClientTls } from '@/lib/envoy/model'
import { plain, request, socketAddress, stateOf, staticCluster, TCP } from '@/lib/envoy/testing/dump'

const INSPECTORS = ['TlsInspector', 'HttpInspector'].map((kind) => ({
  name: kind,
  typed_config: { '@type': `type.googleapis.com/envoy.extensions.filters.listener.x.v3.${kind}` },
}))

/** Which chain a listener with these matches takes; null: the connection is closed. */
function chosen(
  matches: [string, object][],
  tls: ClientTls | null,
  options: { inspect?: boolean; more?: object; http?: boolean } = {},
): string | null {
  const chain = (name: string, match: object) => ({
    name,
    filter_chain_match: match,
    filters: [{ name: 'tcp', typed_config: { '@type': TCP, cluster: 'c' } }],
  })
  const listener = {
    name: 'l',
    address: socketAddress('0.0.0.0', 8080),
    listener_filters: options.inspect === false ? [] : INSPECTORS,
    filter_chains: matches.map(([name, match]) => chain(name, match)),
    ...options.more,
  }
  const state = stateOf({ listeners: [listener], clusters: [staticCluster('c', ['10.9.9.9:1'])] })
  const tree = evaluateProxy(state, plain(options.http === false ? null : request('/'), { tls }))
  return tree.events.find((event) => event.kind === 'filterChain')?.filterChain ?? null
}

const hello = (sni: string | null, ...alpn: string[]): ClientTls => ({ sni, alpn, identity: null })

describe('filter chain match', () => {
  test('a specific destination port has no way back to chains of every port', () => {
    const chains: [string, object][] = [
      ['port', { destination_port: 8080, transport_protocol: 'tls' }],
      ['any', {}],
    ]
    expect(chosen(chains, hello('a.example'))).toBe('port')
    expect(chosen(chains, null)).toBeNull()
  })

  test('exact names before the longest wildcard before none', () => {
    const chains: [string, object][] = [
      ['none', {}],
      ['com', { server_names: ['*.com'] }],
      ['example', { server_names: ['*.example.com'] }],
      ['exact', { server_names: ['A.example.com'] }],
    ]
    expect(chosen(chains, hello('a.example.com'))).toBe('exact')
    expect(chosen(chains, hello('b.example.com'))).toBe('example')
    expect(chosen(chains, hello('example.com'))).toBe('com')
    expect(chosen(chains, hello('other.org'))).toBe('none')
    expect(chosen(chains, hello('a.example.com'), { inspect: false })).toBe('none')
  })

  test('the client’s first protocol that any chain asks for decides', () => {
    const chains: [string, object][] = [
      ['plain', { application_protocols: ['http/1.1'] }],
      ['istio', { application_protocols: ['istio', 'istio-peer-exchange'] }],
      ['other', {}],
    ]
    expect(chosen(chains, hello('a', 'istio', 'http/1.1'))).toBe('istio')
    expect(chosen(chains, hello('a', 'h2', 'http/1.1'))).toBe('plain')
    expect(chosen(chains, hello('a', 'h3'))).toBe('other')
    expect(chosen(chains, null)).toBe('plain')
    expect(chosen(chains, null, { http: false })).toBe('other')
  })

  test('without a detecting filter the protocol is raw_buffer, and the default chain takes what none matches', () => {
    expect(chosen([['raw', { transport_protocol: 'raw_buffer' }]], hello('a'), { inspect: false })).toBe('raw')
    const fallback = { default_filter_chain: { name: 'default', filters: [{ name: 'tcp', typed_config: { '@type': TCP, cluster: 'c' } }] } }
    expect(chosen([['tls', { transport_protocol: 'tls' }]], null, { more: fallback })).toBe('default')
  })

  test('addresses: the longest prefix, then the source’s', () => {
    const range = (prefix: string, length: number) => [{ address_prefix: prefix, prefix_len: length }]
    expect(
      chosen(
        [
          ['wide', { prefix_ranges: range('10.0.0.0', 8) }],
          ['narrow', { prefix_ranges: range('10.0.0.0', 24) }],
        ],
        null,
      ),
    ).toBe('narrow')
    const source: [string, object][] = [
      ['mine', { source_prefix_ranges: range('192.0.2.0', 24), source_ports: [40000] }],
      ['local', { source_type: 'SAME_IP_OR_LOOPBACK' }],
    ]
    expect(chosen(source, null)).toBe('mine')
  })

  test('only the canonical loopback address is local, not all of 127/8', () => {
    const chains: [string, object][] = [
      ['local', { source_type: 'SAME_IP_OR_LOOPBACK' }],
      ['external', { source_type: 'EXTERNAL' }],
    ]
    expect(chosenFrom(chains, '127.0.0.1')).toBe('local')
    expect(chosenFrom(chains, '10.0.0.1')).toBe('local')
    expect(chosenFrom(chains, '127.0.0.6')).toBe('external')
  })

  test('a range of length 0 beside no range: Envoy keeps both in one unordered set, so either may take it', () => {
    const every = { prefix_ranges: [{ address_prefix: '0.0.0.0', prefix_len: 0 }] }
    const tree = walkFrom(
      [
        ['every', { ...every, transport_protocol: 'tls' }],
        ['none', {}],
      ],
      '192.0.2.7',
    )
    const branches = tree.branches?.map(({ probability, label }) => [probability, label])
    expect(branches).toEqual([
      [null, 'none'],
      [null, 'no filter chain'],
    ])
  })
})

function walkFrom(matches: [string, object][], ip: string) {
  const filters = [{ name: 'tcp', typed_config: { '@type': TCP, cluster: 'c' } }]
  const filter_chains = matches.map(([name, filter_chain_match]) => ({ name, filter_chain_match, filters }))
  const state = stateOf({
    listeners: [{ name: 'l', address: socketAddress('0.0.0.0', 8080), filter_chains }],
    clusters: [staticCluster('c', ['10.9.9.9:1'])],
  })
  return evaluateProxy(state, plain(null, { remote: { ip, port: 40000 } }))
}

function chosenFrom(matches: [string, object][], ip: string): string | null {
  return walkFrom(matches, ip).events.find((event) => event.kind === 'filterChain')?.filterChain ?? null
}
