import { describe, expect, test } from 'vitest'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import type { EnvoyTree } from '@/lib/envoy/model'
import { parseCerts } from '@/lib/envoy/parse/certs'
import { plain, request, socketAddress, stateOf, staticCluster, TCP } from '@/lib/envoy/testing/dump'

const TLS = 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.'
const SERVER = 'spiffe://mesh/ns/shop/sa/reviews'

function listener(more: object = {}): object {
  const filters = [{ name: 'tcp', typed_config: { '@type': TCP, cluster: 'up' } }]
  return { name: 'l', address: socketAddress('0.0.0.0', 8080), filter_chains: [{ filters, ...more }] }
}

function socket(kind: string, common_tls_context: object, more: object = {}): object {
  return { transport_socket: { name: 'tls', typed_config: { '@type': `${TLS}${kind}`, common_tls_context, ...more } } }
}

/** What a client's proxy sends to a server whose names it checks so. */
function client(validation: object): EnvoyTree {
  const tls = socket('UpstreamTlsContext', { combined_validation_context: { default_validation_context: validation } }, { sni: 'reviews' })
  return evaluateProxy(stateOf({ listeners: [listener()], clusters: [staticCluster('up', ['10.1.0.1:8080'], tls)] }), plain(request('/')))
}

/** The server's proxy, whose certificate has these names; null: nobody knows them. */
function server(sent: EnvoyTree, names: object[] | null): EnvoyTree {
  if (sent.end?.kind !== 'upstream') throw new Error('the client sends nothing')
  const tls = socket('DownstreamTlsContext', { tls_certificate_sds_secret_configs: [{ name: 'default' }] })
  const state = stateOf({ listeners: [listener({ ...tls, filters: [] })] })
  const certs = names === null ? null : parseCerts(JSON.stringify({ certificates: [{ cert_chain: [{ subject_alt_names: names }] }] }))
  return evaluateProxy({ ...state, certs }, plain(null, { tls: sent.end.tls }))
}

const typed = (san_type: string, matcher: object) => ({ match_typed_subject_alt_names: [{ san_type, matcher }] })
const refused = (validation: object, names: object[] | null) => {
  const { end } = server(client(validation), names)
  return end?.kind === 'closed' && end.how === 'tls'
}

describe('the names that a client asks of a server’s certificate', () => {
  test('one must fit, of the type that is asked for', () => {
    const uri = [{ uri: SERVER }]
    expect(refused({}, uri)).toBe(false)
    expect(refused(typed('URI', { exact: SERVER }), uri)).toBe(false)
    expect(refused(typed('URI', { exact: 'spiffe://mesh/ns/shop/sa/other' }), uri)).toBe(true)
    expect(refused(typed('DNS', { exact: SERVER }), uri)).toBe(true)
    expect(refused({ match_subject_alt_names: [{ exact: 'a' }, { exact: SERVER }] }, uri)).toBe(false)
    expect(refused({ match_subject_alt_names: [{ exact: 'a' }] }, uri)).toBe(true)
    expect(refused({ match_subject_alt_names: [{ exact: 'a' }], trust_chain_verification: 'ACCEPT_UNTRUSTED' }, uri)).toBe(false)
  })
  test('a DNS name may stand for one label', () => {
    const dns = [{ dns: '*.example.com' }]
    expect(refused(typed('DNS', { exact: 'WWW.example.com' }), dns)).toBe(false)
    expect(refused(typed('DNS', { exact: 'a.www.example.com' }), dns)).toBe(true)
    expect(refused(typed('DNS', { suffix: '.example.com' }), dns)).toBe(false)
  })
  test('a DNS name may have one "*" in its first label, which an IDN has not', () => {
    const asked = (exact: string, dns: string) => !refused(typed('DNS', { exact }), [{ dns }])
    expect(asked('www1.example.com', 'www*.example.com')).toBe(true)
    expect(asked('web.example.com', 'w*b.example.com')).toBe(true)
    expect(asked('wb.example.com', 'w*b.example.com')).toBe(true)
    expect(asked('w.example.com', 'w*w.example.com')).toBe(false)
    expect(asked('.example.com', '*.example.com')).toBe(true)
    expect(asked('a.b.com', '*.*.com')).toBe(false)
    expect(asked('xn--1.example.com', 'xn--*.example.com')).toBe(false)
  })
  test('what the certificate says is not known: the way goes on, and the card says that nothing was checked', () => {
    const tree = server(client(typed('URI', { exact: 'spiffe://mesh/other' })), null)
    expect(tree.end).not.toMatchObject({ how: 'tls' })
    expect(tree.events.find((one) => one.kind === 'filterChain')?.facts['server certificate']).toBe('not known, not checked')
  })
  test('stand on the endpoint’s card', () => {
    const facts = client({ match_subject_alt_names: [{ exact: SERVER }, { prefix: 'spiffe://old/' }] }).events.at(-1)?.facts
    expect(facts).toMatchObject({ sni: 'reviews', SANs: `${SERVER}, prefix spiffe://old/` })
  })
})
