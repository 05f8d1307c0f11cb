import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-m set --match-set denied src', {}, {}, 'unknown'],
  ['-m limit --limit 3/min', {}, {}, 'unknown'],
  ['-m hashlimit --hashlimit-name x', {}, {}, 'unknown'],
  ['-p udp -m limit --limit 3/min', {}, {}, 'no'],
  ['-m u32 --u32 "0&0xFF=1"', {}, {}, 'unknown'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
