import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-m comment --comment "a \\\\"quoted\\\\" -j DROP"', {}, {}, 'yes'],
  ['-m comment --comment plain -m nfacct --nfacct-name ct', {}, {}, 'yes'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
