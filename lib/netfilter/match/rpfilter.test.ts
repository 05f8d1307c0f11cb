import { expect, test } from 'vitest'
import type { FlowPacket, HookContext } from '@/lib/netfilter/model'
import { says } from '@/lib/netfilter/testing/one-rule'

type Case = [rule: string, packet: Partial<FlowPacket>, context: Partial<HookContext>, expected: 'yes' | 'no' | 'unknown']

test.each<Case>([
  ['-m rpfilter', {}, {}, 'unknown'],
  ['-m rpfilter', { in: 'lo' }, {}, 'yes'],
  ['-m rpfilter --validmark', {}, { reversePath: () => true }, 'yes'],
  ['-m rpfilter --invert', {}, { reversePath: () => true }, 'no'],
  ['-m rpfilter --invert', {}, { reversePath: () => false }, 'yes'],
  ['-m rpfilter --loose', {}, { reversePath: () => false }, 'unknown'],
])('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
