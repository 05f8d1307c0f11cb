import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-p icmp -m icmp --icmp-type 8', {}, {}, 'no'],
  ['-m icmp ! --icmp-type 8', {}, {}, 'no'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
