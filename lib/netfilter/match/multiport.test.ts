import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-p tcp -m multiport --dports 80,443,8000:8100', {}, {}, 'yes'],
  ['-p tcp -m multiport --dports 80,443,8000:8100', { dport: 8050 }, {}, 'yes'],
  ['-p tcp -m multiport ! --dports 53,15008', {}, {}, 'yes'],
  ['-p tcp -m multiport --sports 1,2', {}, {}, 'no'],
  ['-p tcp -m multiport --ports 40000', {}, {}, 'yes'],
  ['-p tcp -m multiport --ports 40000', { sport: null }, {}, 'unknown'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
