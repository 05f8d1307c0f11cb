import { describe, expect, test } from 'vitest'
import { readRouteReason } from '@/lib/netfilter/routing/reasons'
import { parseRoutingState } from '@/lib/netfilter/routing/state'
import { packetOf } from '@/lib/netfilter/testing/one-rule'

const ADDR = [
  { ifname: 'lo', addr_info: [{ local: '127.0.0.1', prefixlen: 8, scope: 'host' }] },
  {
    ifname: 'eth0',
    addr_info: [
      { local: '192.0.2.9', prefixlen: 24, scope: 'global', secondary: true },
      { local: '192.0.2.10', prefixlen: 24, scope: 'global' },
      { local: 'fe80::1', prefixlen: 64, scope: 'link' },
    ],
  },
  { ifname: 'br0', addr_info: [{ local: '10.1.0.1', prefixlen: 24, scope: 'global' }] },
]
const ROUTES = [
  { dst: 'default', gateway: '192.0.2.1', dev: 'eth0', metric: 100 },
  { dst: 'default', gateway: '192.0.2.2', dev: 'eth0', metric: 50 },
  { dst: '192.0.2.0/24', dev: 'eth0', prefsrc: '192.0.2.10' },
  { dst: '10.1.0.0/24', dev: 'br0' },
  { dst: '10.2.0.0/16', gateway: '192.0.2.3', dev: 'eth0' },
  { dst: '10.2.7.0/24', type: 'blackhole' },
  {
    dst: '10.3.0.0/24',
    nexthops: [
      { gateway: '192.0.2.4', dev: 'eth0' },
      { gateway: '192.0.2.5', dev: 'eth0' },
    ],
  },
  { dst: '127.0.0.0/8', type: 'local', table: 'local', dev: 'lo' },
  { dst: '192.0.2.10', type: 'local', table: 'local', dev: 'eth0', prefsrc: '192.0.2.10' },
  { dst: '192.0.2.255', type: 'broadcast', table: 'local', dev: 'eth0' },
  { dst: 'default', type: 'local', dev: 'lo', table: '133' },
]
const RULES = [
  { priority: 0, src: 'all', table: 'local' },
  { priority: 100, src: 'all', fwmark: '0x539', table: '133' },
  { priority: 200, src: '10.9.0.0', srclen: 16, action: 'prohibit' },
  { priority: 32766, src: 'all', table: 'main' },
]
const SYSCTL = {
  'net.ipv4.conf.all.route_localnet': '0',
  'net.ipv4.conf.all.accept_local': '0',
  'net.ipv4.conf.eth0.forwarding': '0',
  'net.ipv4.conf.br0.forwarding': '1',
  'net.ipv4.conf.br0.route_localnet': '1',
}

const state = parseRoutingState({
  addr: JSON.stringify(ADDR),
  route: JSON.stringify(ROUTES),
  rule: JSON.stringify(RULES),
  sysctl: JSON.stringify(SYSCTL),
})
const ask = (dst: string, changes: { src?: string; mark?: number; iif?: string } = {}) =>
  state.lookupRoute({ dst, src: changes.src ?? null, mark: changes.mark ?? 0, iif: changes.iif ?? null })

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

test('the way back: by any interface, with a mark, to an address of its own', () => {
  const back = (changes: Partial<Parameters<typeof packetOf>[0]>, how: { mark?: number; loose?: boolean; acceptLocal?: boolean }) =>
    state.reversePath(packetOf(changes), { mark: 0, loose: false, acceptLocal: false, ...how })
  expect(back({ src: '10.1.0.7', in: 'eth0' }, { loose: true })).toBe(true)
  expect(back({ src: '10.2.7.1', in: 'eth0' }, { loose: true })).toBe(false)
  expect(back({ src: '192.0.2.10', in: 'eth0' }, {})).toBe(false)
  expect(back({ src: '192.0.2.10', in: 'eth0' }, { acceptLocal: true })).toBe(true)
  expect(back({ src: '10.1.0.7', in: 'br0' }, { mark: 0x539 })).toBe(false)
})

test('the look-up of the way back: an interface without an address, a source that is local by a rule', () => {
  const refusalOf = (changes: { rp?: string; iif: string; src: string; acceptLocal?: string }) =>
    parseRoutingState({
      addr: JSON.stringify([...ADDR, { ifname: 'veth1', addr_info: [] }]),
      route: JSON.stringify([
        ...ROUTES,
        { dst: '203.0.113.0/24', type: 'local', table: 'local', dev: 'lo' },
        { dst: '10.1.0.255', type: 'broadcast', table: 'local', dev: 'br0' },
      ]),
      rule: null,
      sysctl: JSON.stringify({
        [`net.ipv4.conf.${changes.iif}.rp_filter`]: changes.rp ?? '0',
        'net.ipv4.conf.all.accept_local': changes.acceptLocal ?? '0',
      }),
    }).lookupRoute({ dst: '192.0.2.77', src: changes.src, mark: 0, iif: changes.iif }).why
  expect(refusalOf({ rp: '2', iif: 'veth1', src: '10.1.0.9' })).toContain('rp_filter is 2')
  expect(refusalOf({ rp: '2', iif: 'eth0', src: '10.1.0.9' })).toBeNull()
  expect(refusalOf({ iif: 'eth0', src: '203.0.113.5' })).toContain('accept_local is off')
  expect(refusalOf({ iif: 'eth0', src: '10.1.0.255' })).toContain('of type broadcast')
  expect(refusalOf({ iif: 'eth0', src: '203.0.113.5', acceptLocal: '1' })).toBeNull()
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

test('IPv6: an address of one link only is looked for among its routes', () => {
  const v6 = parseRoutingState({
    addr: JSON.stringify(ADDR),
    route: JSON.stringify([
      { dst: '::1', type: 'local', table: 'local', dev: 'lo' },
      { dst: 'fd00:1::1', type: 'local', table: 'local', dev: 'eth0' },
      { dst: '2001:db8:66::/48', type: 'blackhole' },
      { dst: '::/0', gateway: 'fd00:1::fe', dev: 'eth0' },
    ]),
    rule: null,
    sysctl: JSON.stringify({ 'net.ipv6.conf.all.forwarding': '1' }),
  })
  expect(v6.lookupRoute({ dst: '::1', src: 'fd00:1::9', mark: 0, iif: 'eth0' })).toMatchObject({ type: 'unicast', dev: 'eth0' })
  expect(v6.lookupRoute({ dst: '::1', src: null, mark: 0, iif: null })).toMatchObject({ type: 'local' })
  expect(['fd00:1::1', '2001:db8::1', '2001:db8:66::1', 'ff02::1'].map((ip) => v6.addressType(ip))).toEqual([
    'LOCAL',
    'UNICAST',
    'UNREACHABLE',
    'MULTICAST',
  ])
  const back = v6.reversePath(packetOf({ src: 'fd00:1::1', in: 'br0' }), { mark: 0, loose: false, acceptLocal: true })
  expect(back).toBe(true)
})

test('rp_filter: by the same interface, or by any', () => {
  const withFilter = (value: string) =>
    parseRoutingState({
      addr: JSON.stringify(ADDR),
      route: JSON.stringify(ROUTES),
      rule: null,
      sysctl: JSON.stringify({ 'net.ipv4.conf.all.rp_filter': '0', 'net.ipv4.conf.br0.rp_filter': value }),
    }).lookupRoute({ dst: '192.0.2.77', src: '10.2.0.1', mark: 0, iif: 'br0' })
  expect(withFilter('0')).toMatchObject({ type: 'unicast' })
  expect(withFilter('1')).toMatchObject({ type: 'refused', why: expect.stringContaining('rp_filter is 1') })
  expect(withFilter('2')).toMatchObject({ type: 'unicast' })
})

test('what is no output of ip is said', () => {
  expect(() => parseRoutingState({ addr: '{}', route: null, rule: null, sysctl: null })).toThrow('ip -j addr')
})

describe('IPv6', () => {
  const LOCAL = { type: 'local', dst: '::1', dev: 'lo', table: 'local', metric: 0, pref: 'medium' }
  const V6 = [
    LOCAL,
    { dst: 'fd00:1::/64', dev: 'eth0', metric: 256, pref: 'medium' },
    { dst: 'default', dev: 'br0', metric: 1024, pref: 'medium' },
  ]
  const ask = (routes: object[], more: { ruleV6?: object[]; sysctl?: object; iif?: string } = {}) =>
    parseRoutingState({
      addr: '[]',
      route: JSON.stringify(routes),
      rule: JSON.stringify(RULES),
      ruleV6: more.ruleV6 ? JSON.stringify(more.ruleV6) : null,
      sysctl: JSON.stringify(more.sysctl ?? {}),
    }).lookupRoute({ dst: 'fd00:9::9', src: 'fd00:1::9', mark: 0x539, iif: more.iif ?? null })

  test('its rules are its own, and a default route without a gateway says of which version it is', () => {
    expect(ask([...ROUTES, ...V6])).toMatchObject({ type: 'unicast', dev: 'br0' })
    expect(ask([...ROUTES, { ...V6[2], pref: undefined, scope: 'link' }, LOCAL])).toMatchObject({ type: 'none' })
    const further = { ...V6[2], dev: 'eth0', table: '133' }
    expect(ask([...V6, further], { ruleV6: RULES })).toMatchObject({ type: 'unicast', dev: 'eth0', table: '133' })
  })

  test.each([
    ['its routes were not seen', ROUTES, {}],
    ['rules that were not seen may lead to another table', [...V6, { ...V6[1], table: '133' }], {}],
    ['whether it forwards was not seen', V6, { iif: 'eth0' }],
  ])('%s: unknown', (_, routes, more) => {
    const answer = ask(routes, more)
    expect(answer.type).toBe('unknown')
    expect(readRouteReason(answer.why ?? '')).not.toBeNull()
  })

  test('switched off, it leads nowhere; what it forwards it does', () => {
    expect(ask(ROUTES, { sysctl: { 'net.ipv6.conf.all.disable_ipv6': '1' } }).type).toBe('none')
    expect(ask(V6, { iif: 'eth0', sysctl: { 'net.ipv6.conf.all.forwarding': '1' } }).type).toBe('unicast')
  })
})
