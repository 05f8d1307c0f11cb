import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-m connmark --mark 0x539', {}, {}, 'no'],
  ['-m connmark --mark 0x539', { ctmark: 0x539 }, {}, 'yes'],
  ['-m connmark ! --mark 0x539', {}, {}, 'yes'],
  ['-m connmark ! --mark 0x1', { ctstate: new Set(['UNTRACKED']) }, {}, 'no'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
