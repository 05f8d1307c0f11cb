import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-m recent --set --name a --mask 255.255.255.255 --rsource', {}, {}, 'yes'],
  ['-m recent ! --set --name a', {}, {}, 'no'],
  ['-m recent --rcheck --seconds 60 --reap --name a', {}, {}, 'unknown'],
  ['-m recent ! --rcheck --name a', {}, {}, 'unknown'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
