import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-m rpfilter', {}, {}, 'unknown'],
  ['-m rpfilter', { in: 'lo' }, {}, 'yes'],
  ['-m rpfilter --validmark', {}, { reversePath: () => true }, 'yes'],
  ['-m rpfilter --invert', {}, { reversePath: () => true }, 'no'],
  ['-m rpfilter --invert', {}, { reversePath: () => false }, 'yes'],
  ['-m rpfilter --loose', {}, { reversePath: () => false }, 'unknown'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
