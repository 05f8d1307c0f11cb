import { expect, test } from 'vitest'
import type { FlowPacket, HookContext } from '@/lib/netfilter/model'
import { says } from '@/lib/netfilter/testing/one-rule'

type Case = [rule: string, packet: Partial<FlowPacket>, context: Partial<HookContext>, expected: 'yes' | 'no' | 'unknown']

test.each<Case>([
  ['-m socket', {}, {}, 'unknown'],
  ['-m socket', {}, { listener: () => 'none' }, 'no'],
  ['-m socket', {}, { listener: () => 'any' }, 'no'],
  ['-m socket --nowildcard', {}, { listener: () => 'any' }, 'yes'],
  ['-m socket', {}, { listener: () => 'exact' }, 'yes'],
  ['-m socket --transparent', {}, { listener: () => 'exact' }, 'unknown'],
  ['-m socket --transparent', {}, { listener: () => 'any' }, 'no'],
])('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
