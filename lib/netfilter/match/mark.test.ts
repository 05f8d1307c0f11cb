import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-m mark --mark 0x4000/0x4000', { mark: 0x4001 }, {}, 'yes'],
  ['-m mark ! --mark 0x4000/0x4000', {}, {}, 'yes'],
  ['-m mark --mark 0x539', { mark: 1337 }, {}, 'yes'],
  ['-m mark --mark 0x80000000/0x80000000', { mark: 0x80000000 }, {}, 'yes'],
  ['-m mark --mark x', {}, {}, 'unknown'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
