import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-m physdev --physdev-in veth0', {}, {}, 'unknown'],
  ['-m physdev --physdev-in veth0', { in: null }, { hook: 'OUTPUT' }, 'no'],
  ['-m physdev ! --physdev-is-bridged', { in: 'lo' }, {}, 'yes'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
