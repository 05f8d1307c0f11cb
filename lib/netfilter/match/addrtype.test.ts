import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-m addrtype --dst-type LOCAL', {}, {}, 'yes'],
  ['-m addrtype --src-type LOCAL', {}, {}, 'no'],
  ['-m addrtype ! --dst-type LOCAL', {}, {}, 'no'],
  ['-m addrtype --dst-type UNICAST,LOCAL', {}, {}, 'yes'],
  ['-m addrtype --dst-type LOCAL --limit-iface-in', {}, {}, 'yes'],
  ['-m addrtype --dst-type LOCAL --limit-iface-in', { in: 'eth1' }, {}, 'no'],
  ['-m addrtype --dst-type LOCAL', {}, { addressType: () => 'unknown' }, 'unknown'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
