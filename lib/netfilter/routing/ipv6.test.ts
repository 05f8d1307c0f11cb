import { describe, expect, test } from 'vitest'
import { readRouteReason } from '@/lib/netfilter/routing/reasons'
import { parseRoutingState } from '@/lib/netfilter/routing/state'
import { packetOf } from '@/lib/netfilter/testing/one-rule'
import { ADDR, ROUTES, RULES } from '@/lib/netfilter/testing/routing'

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
