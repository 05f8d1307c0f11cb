import { describe, expect, test } from 'vitest'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import { httpListener, plain, request, socketAddress, stateOf, staticCluster, TCP } from '@/lib/envoy/testing/dump'

const cluster = (lb_policy: string) => staticCluster('up', ['10.1.0.1:80', '10.1.0.2:80'], { lb_policy })

/** The facts of the route, and why no dump says which host a ring or table picks. */
function walk(hash_policy: object[], headers: Record<string, string> = {}, path = '/', lb = 'RING_HASH') {
  const routes = [{ name: 'r', match: { prefix: '/' }, route: { cluster: 'up', hash_policy } }]
  const state = stateOf({ listeners: [httpListener({ virtual_hosts: [{ name: 'v', domains: ['*'], routes }] })], clusters: [cluster(lb)] })
  const { events } = evaluateProxy(state, plain(request(path, 'shop.example.com', headers)))
  return {
    facts: events.find((one) => one.kind === 'route')?.facts['hash policy'],
    reason: events.find((one) => one.kind === 'cluster')?.reason,
  }
}

const user = { header: { header_name: 'X-User' } }
const session = { cookie: { name: 'session' } }

describe('what a route hashes', () => {
  test('stands on its step', () => {
    const policies = [
      ...[user, session, { connection_properties: { source_ip: true } }],
      ...[{ query_parameter: { name: 'id' } }, { filter_state: { key: 'k' } }, { other: {} }],
    ]
    expect(walk(policies).facts).toBe('header X-User, cookie session, source IP, query parameter id, filter state k, unknown')
    expect(walk([]).facts).toBeUndefined()
  })
  test('and which of it the request has decides, or chance', () => {
    const by = (what: string) => `The host is chosen by a hash of the request's ${what}; which one it falls on is not in any dump.`
    const none = 'The request has nothing that the route hashes (header X-User, cookie session): a random host gets it.'
    expect(walk([user, session], { 'x-user': 'a' }).reason).toBe(by('header X-User'))
    expect(walk([user, session], { cookie: 'a=b; session=c', 'x-user': 'a' }, '/', 'MAGLEV').reason).toBe(
      by('header X-User, cookie session'),
    )
    expect(walk([user, session], { cookie: 'a=b' }).reason).toBe(none)
    expect(walk([{ cookie: { name: 'made', ttl: '0s' } }]).reason).toBe(by('cookie made'))
    expect(walk([{ query_parameter: { name: 'id' } }], {}, '/?a=1&id=2').reason).toBe(by('query parameter id'))
    expect(walk([]).reason).toBe('The route hashes nothing: a random host gets the request.')
    expect(walk([user], { 'x-user': 'a' }, '/', 'ROUND_ROBIN').reason).toBeNull()
  })
  test('so does tcp_proxy’s', () => {
    const tcp = { name: 'tcp', typed_config: { '@type': TCP, cluster: 'up', hash_policy: [{ source_ip: {} }] } }
    const listener = { name: 'l', address: socketAddress('0.0.0.0', 8080), filter_chains: [{ filters: [tcp] }] }
    const { events } = evaluateProxy(stateOf({ listeners: [listener], clusters: [cluster('MAGLEV')] }), plain(null))
    expect(events.find((one) => one.kind === 'cluster')?.reason).toContain('source IP')
  })
})
