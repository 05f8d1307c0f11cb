import { expect, test } from 'vitest'
import type { FlowPacket, HookContext } from '@/lib/netfilter/model'
import { says } from '@/lib/netfilter/testing/one-rule'

const V6 = { src: '2001:db8::1', dst: '2001:db8::2' }
const onlyBy =
  (iface: string): HookContext['addressType'] =>
  (_ip, dev) =>
    dev === iface ? 'LOCAL' : 'UNICAST'

test.each<[string, Partial<FlowPacket>, Partial<HookContext>, string]>([
  ['-m addrtype --dst-type LOCAL', {}, {}, 'yes'],
  ['-m addrtype --src-type LOCAL', {}, {}, 'no'],
  ['-m addrtype ! --dst-type LOCAL', {}, {}, 'no'],
  ['-m addrtype --dst-type UNICAST,LOCAL', {}, {}, 'yes'],
  // The interface sees only what its own routes say.
  ['-m addrtype --dst-type LOCAL --limit-iface-in', {}, { addressType: onlyBy('eth0') }, 'yes'],
  ['-m addrtype --dst-type LOCAL --limit-iface-in', { in: 'eth1' }, { addressType: onlyBy('eth0') }, 'no'],
  ['-m addrtype --dst-type LOCAL --limit-iface-out', { out: 'lo' }, { addressType: onlyBy('eth0') }, 'no'],
  // Of IPv6 every one of UNICAST, MULTICAST, UNSPEC must hold, and LOCAL is UNICAST too.
  ['-m addrtype --dst-type UNICAST,MULTICAST', V6, { addressType: () => 'LOCAL' }, 'no'],
  ['-m addrtype --dst-type UNICAST', V6, { addressType: () => 'LOCAL' }, 'yes'],
  ['-m addrtype --dst-type UNICAST,UNREACHABLE', V6, { addressType: () => 'UNICAST' }, 'no'],
  ['-m addrtype --dst-type LOCAL,UNREACHABLE', V6, { addressType: () => 'UNREACHABLE' }, 'yes'],
  ['-m addrtype --dst-type UNREACHABLE --limit-iface-in', V6, {}, 'unknown'],
  ['-m addrtype --dst-type LOCAL', {}, { addressType: () => 'unknown' }, 'unknown'],
])('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
