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
  ['-m rpfilter --loose', {}, { reversePath: (_packet, how) => how?.loose ?? false }, 'yes'],
  ['-m rpfilter', { mark: 5 }, { reversePath: (_packet, how) => how?.mark === 5 }, 'no'],
  ['-m rpfilter --validmark', { mark: 5 }, { reversePath: (_packet, how) => how?.mark === 5 }, 'yes'],
  ['-m rpfilter --accept-local', {}, { reversePath: (_packet, how) => how?.acceptLocal ?? false }, 'yes'],
])('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
