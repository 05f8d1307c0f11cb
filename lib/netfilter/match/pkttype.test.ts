import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-m pkttype --pkt-type unicast', 'eth0', 'LOCAL', 'yes'],
  ['-m pkttype ! --pkt-type unicast', 'eth0', 'UNICAST', 'no'],
  ['-m pkttype --pkt-type broadcast', 'eth0', 'UNICAST', 'no'],
  ['-m pkttype --pkt-type broadcast', 'eth0', 'BROADCAST', 'unknown'],
  ['-m pkttype --pkt-type multicast', 'eth0', 'unknown', 'unknown'],
  ['-m pkttype --pkt-type unicast', null, 'unknown', 'yes'],
] as const)('%s of what came by %s to a destination of type %s: %s', (rule, link, type, expected) => {
  expect(says(rule, { in: link }, { addressType: () => type })).toBe(expected)
})
