import { describe, expect, test } from 'vitest'
import { readRouteReason } from '@/lib/netfilter/routing/reasons'
import { parseRoutingState } from '@/lib/netfilter/routing/state'
import { packetOf } from '@/lib/netfilter/testing/one-rule'
import { ADDR, ask, ROUTES, state } from '@/lib/netfilter/testing/routing'

describe('look-up', () => {
  test('the longest prefix wins, then the best metric', () => {
    expect(ask('198.51.100.1')).toMatchObject({ type: 'unicast', dev: 'eth0', via: '192.0.2.2', src: '192.0.2.10' })
    expect(ask('10.2.8.1')).toMatchObject({ type: 'unicast', via: '192.0.2.3' })
    expect(ask('10.2.7.1')).toMatchObject({ type: 'blackhole' })
    expect(ask('10.1.0.7')).toMatchObject({ dev: 'br0', via: null, src: '10.1.0.1' })
    expect(ask('192.0.2.10')).toMatchObject({ type: 'local', table: 'local' })
    expect(ask('192.0.2.255')).toMatchObject({ type: 'broadcast' })
  })

  test('rules by mark, by source and by action', () => {
    expect(ask('198.51.100.1', { mark: 0x539 })).toMatchObject({ type: 'local', table: '133', dev: 'lo' })
    expect(ask('198.51.100.1', { src: '10.9.1.1' })).toMatchObject({ type: 'prohibit' })
  })

  test('several next hops are not guessed', () => {
    expect(ask('10.3.0.1')).toMatchObject({ type: 'unknown', dev: null, via: null })
  })

  test('a selector that is not modelled is unknown', () => {
    const odd = parseRoutingState({
      addr: null,
      route: JSON.stringify(ROUTES),
      rule: JSON.stringify([{ priority: 1, src: 'all', uid_start: 0, table: 'main' }]),
      sysctl: null,
    })
    expect(odd.lookupRoute({ dst: '10.1.0.7', src: null, mark: 0, iif: null })).toMatchObject({
      type: 'unknown',
      why: expect.stringContaining('uid_start'),
    })
  })

  test('what comes in: forwarding switched off, and addresses that may not come from outside', () => {
    expect(ask('10.1.0.7', { iif: 'eth0', src: '198.51.100.9' })).toMatchObject({
      type: 'refused',
      why: 'forwarding is switched off on eth0',
    })
    expect(ask('198.51.100.1', { iif: 'br0', src: '10.1.0.7' })).toMatchObject({ type: 'unicast' })
    expect(ask('127.0.0.1', { iif: 'eth0', src: '198.51.100.9' })).toMatchObject({ type: 'refused' })
    expect(ask('127.0.0.1', { iif: 'br0', src: '10.1.0.7' })).toMatchObject({ type: 'local' })
    expect(ask('192.0.2.10', { iif: 'eth0', src: '192.0.2.10' })).toMatchObject({ type: 'refused' })
    expect(ask('192.0.2.10', { iif: 'eth0', src: '198.51.100.9' })).toMatchObject({ type: 'local' })
  })

  test('nothing observed: nothing is known but what is its own', () => {
    const empty = parseRoutingState({ addr: null, route: null, rule: null, sysctl: null })
    expect(empty.lookupRoute({ dst: '10.0.0.1', src: null, mark: 0, iif: null })).toMatchObject({ type: 'unknown' })
    expect(empty.addressType('10.0.0.1')).toBe('unknown')
    const own = parseRoutingState({
      addr: JSON.stringify([{ ifname: 'eth0', addr_info: [{ local: '10.0.0.1' }] }]),
      route: null,
      rule: null,
      sysctl: null,
    })
    expect(own.lookupRoute({ dst: '10.0.0.1', src: null, mark: 0, iif: 'eth0' })).toMatchObject({ type: 'local', dev: 'eth0' })
    expect(empty.lookupRoute({ dst: 'x', src: null, mark: 0, iif: null }).type).toBe('unknown')
  })
})

test('types of addresses', () => {
  expect(
    ['192.0.2.10', '127.0.0.6', '192.0.2.255', '255.255.255.255', '224.0.0.5', '198.51.100.1'].map((ip) => state.addressType(ip)),
  ).toEqual(['LOCAL', 'LOCAL', 'BROADCAST', 'BROADCAST', 'MULTICAST', 'UNICAST'])
})

test('addresses of an interface, the source that MASQUERADE takes, the way back', () => {
  expect(state.addressesOf('eth0')).toEqual(['192.0.2.10', 'fe80::1', '192.0.2.9'])
  expect(state.sourceFor('198.51.100.1', 'eth0')).toBe('192.0.2.10')
  expect(state.sourceFor('10.1.0.9', 'br0')).toBe('10.1.0.1')
  expect(state.reversePath(packetOf({ src: '10.1.0.7', in: 'br0' }))).toBe(true)
  expect(state.reversePath(packetOf({ src: '10.1.0.7', in: 'eth0' }))).toBe(false)
})

test('each answer without a route says why in a sentence that has a translation', () => {
  const whys = [
    ask('10.1.0.7', { iif: 'eth0', src: '198.51.100.9' }),
    ask('127.0.0.1', { iif: 'eth0', src: '198.51.100.9' }),
    ask('198.51.100.1', { src: '127.0.0.1' }),
    ask('nowhere'),
  ].map(({ why }) => (why === null ? null : readRouteReason(why)?.code))
  expect(whys).toEqual(['route.no-forwarding', 'route.loopback-in', 'route.loopback-out', 'route.no-address'])
})

test('types of addresses as one interface sees them: only its own routes count', () => {
  expect(state.addressType('192.0.2.10', 'eth0')).toBe('LOCAL')
  expect(state.addressType('192.0.2.10', 'lo')).toBe('UNICAST')
  expect(state.addressType('192.0.2.255', 'br0')).toBe('UNICAST')
})

test('a packet from 127.0.0.0/8 leaves only where route_localnet is on', () => {
  expect(ask('198.51.100.1', { src: '127.0.0.1' })).toMatchObject({ type: 'refused', why: expect.stringContaining('route_localnet') })
  expect(ask('10.1.0.9', { src: '127.0.0.1' })).toMatchObject({ type: 'unicast', dev: 'br0' })
})

test('what is no output of ip is said', () => {
  expect(() => parseRoutingState({ addr: '{}', route: null, rule: null, sysctl: null })).toThrow('ip -j addr')
})

test('a gateway that is an address of the interface itself is none: the destination is looked for on the link, as on Cilium’s nodes', () => {
  // Measured: `ip route get` prints no via of such routes, and one of another interface's address.
  const own = parseRoutingState({
    addr: JSON.stringify([...ADDR, { ifname: 'cilium_host', addr_info: [{ local: '10.4.0.1', prefixlen: 32, scope: 'global' }] }]),
    route: JSON.stringify([
      { dst: 'default', gateway: '10.4.0.1', dev: 'cilium_host' },
      { dst: '10.5.0.0/16', gateway: '10.1.0.1', dev: 'cilium_host', flags: ['onlink'] },
    ]),
    rule: null,
    sysctl: null,
  })
  const via = (dst: string) => own.lookupRoute({ dst, src: null, mark: 0, iif: null })
  expect(via('198.51.100.1')).toMatchObject({ type: 'unicast', dev: 'cilium_host', via: null, src: '10.4.0.1' })
  expect(via('10.5.0.1')).toMatchObject({ type: 'unicast', dev: 'cilium_host', via: '10.1.0.1' })
})
