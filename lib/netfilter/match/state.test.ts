import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-m state --state NEW', {}, {}, 'yes'],
  ['-m state --state RELATED,ESTABLISHED', {}, {}, 'no'],
  ['-m state ! --state INVALID', {}, {}, 'yes'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
