import { expect, test } from 'vitest'
import { parseRoutingState } from '@/lib/netfilter/routing/state'
import { packetOf } from '@/lib/netfilter/testing/one-rule'
import { ADDR, ROUTES, state } from '@/lib/netfilter/testing/routing'

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
