import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-m iprange --src-range 192.0.2.1-192.0.2.20', {}, {}, 'yes'],
  ['-m iprange ! --src-range 192.0.2.1-192.0.2.20', {}, {}, 'no'],
  ['-m iprange --dst-range 192.0.2.1-192.0.2.20', {}, {}, 'no'],
  ['-m iprange --src-range a-b', {}, {}, 'unknown'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
