import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-m socket', {}, {}, 'unknown'],
  ['-m socket', {}, { listener: () => 'none' }, 'no'],
  ['-m socket', {}, { listener: () => 'any' }, 'no'],
  ['-m socket --nowildcard', {}, { listener: () => 'any' }, 'yes'],
  ['-m socket', {}, { listener: () => 'exact' }, 'yes'],
  ['-m socket --transparent', {}, { listener: () => 'exact' }, 'unknown'],
  ['-m socket --transparent', {}, { listener: () => 'any' }, 'no'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
