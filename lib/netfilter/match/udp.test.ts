import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-p udp -m udp --dport 53', { proto: 'udp', dport: 53 }, {}, 'yes'],
  ['-p udp -m udp --dport 53', { dport: 53 }, {}, 'no'],
  ['-p udp -m udp ! --sport 53', { proto: 'udp' }, {}, 'yes'],
  ['-p udp -m udp --other', { proto: 'udp' }, {}, 'unknown'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
