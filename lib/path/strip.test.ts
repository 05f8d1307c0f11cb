import { expect, it } from 'vitest'
import type { Step, Walk } from '@/lib/api/step'
import { stripOf } from '@/lib/path/strip'

const rule = (netns: string, chain: string, more: Partial<Step> = {}): Step => ({
  kind: 'rule',
  netns,
  hook: 'PREROUTING',
  table: 'nat',
  chain,
  evidence: [],
  ...more,
})

it('draws one mark a chain, a square for a rewrite, a tick between places, and the app at the end', () => {
  const walk: Walk = {
    verdict: { kind: 'delivered', reason: '' },
    steps: [
      { kind: 'hook', netns: 'sender', evidence: [] },
      rule('node', 'A'),
      rule('node', 'A'),
      rule('node', 'B', { op: 'DNAT' }),
      { kind: 'listener', netns: 'pod', evidence: [] },
    ],
  }
  expect(stripOf(walk).marks).toEqual(['chain', 'rewrite', 'place', 'envoy', 'app'])
})

it('follows the likeliest branch and stops where nothing is delivered', () => {
  const dropped = { kind: 'dropped', reason: 'policy' } as const
  const walk: Walk = {
    verdict: { kind: 'random', reason: '' },
    steps: [
      {
        ...rule('node', 'A'),
        branches: [
          { probability: 0.2, steps: [{ kind: 'route', netns: 'node', evidence: [] }], verdict: { kind: 'delivered', reason: '' } },
          { probability: 0.8, steps: [rule('node', 'B')], verdict: dropped },
        ],
      },
    ],
  }
  expect(stripOf(walk).marks).toEqual(['chain', 'chain', 'stop'])
})
