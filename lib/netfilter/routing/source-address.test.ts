import { expect, test } from 'vitest'
import { sourceAddress } from '@/lib/netfilter/routing/source-address'

const at = (iface: string, local: string, prefixLength: number, scope = 'global', secondary = false) => ({
  iface,
  local,
  prefixLength,
  scope,
  secondary,
})
const ADDRESSES = [
  at('lo', '127.0.0.1', 8, 'host'),
  at('lo', '::1', 128, 'host'),
  at('eth0', '192.0.2.10', 24),
  at('eth0', '192.0.2.11', 24, 'global', true),
  at('eth0', '198.51.100.10', 24),
  at('eth0', '2001:db8:1::1', 64),
  at('eth0', 'fd00:1::1', 64),
  at('eth0', 'fe80::1', 64, 'link'),
  at('eth1', 'fd00:2::1', 64),
]

test('IPv4: on the next hop’s network, else the first of the interface, else any', () => {
  expect(sourceAddress(ADDRESSES, 'eth0', '198.51.100.1', '203.0.113.1')).toBe('198.51.100.10')
  expect(sourceAddress(ADDRESSES, 'eth0', '203.0.113.1', '203.0.113.1')).toBe('192.0.2.10')
  expect(sourceAddress(ADDRESSES, 'eth9', '203.0.113.1', '203.0.113.1')).toBe('192.0.2.10')
  expect(sourceAddress([], 'eth0', '203.0.113.1', '203.0.113.1')).toBeNull()
})

test('IPv6: scope, interface, label, longest prefix', () => {
  expect(sourceAddress(ADDRESSES, 'eth0', '', 'fe80::9')).toBe('fe80::1')
  expect(sourceAddress(ADDRESSES, 'eth0', '', '2001:db8:9::9')).toBe('2001:db8:1::1')
  expect(sourceAddress(ADDRESSES, 'eth0', '', 'fd00:9::9')).toBe('fd00:1::1')
  expect(sourceAddress(ADDRESSES, 'eth1', '', '2001:db8:9::9')).toBe('fd00:2::1')
  expect(sourceAddress(ADDRESSES, 'eth9', '', 'fd00:2::9')).toBe('fd00:2::1')
  expect(sourceAddress(ADDRESSES, 'eth0', '', '::1')).toBe('fe80::1')
  expect(sourceAddress(ADDRESSES, 'eth1', '', 'fe80::9')).toBe('fd00:2::1')
})
