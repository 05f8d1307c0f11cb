import { expect, it } from 'vitest'
import { comparisonRows } from '@/components/question/comparison-rows'
import type { Recorded } from '@/lib/api/request'
import type { Step, Walk } from '@/lib/api/step'

const rule = (netns: string, text: string): Step => ({ kind: 'rule', netns, rule: text, evidence: [] })
const traced = (netns: string, rules: string[], send?: number): Recorded['traces'][number] => ({
  netns,
  entry: `trace/${netns}.json`,
  trace: [
    {
      packet: { in: 'eth0', out: null, src: 'a', dst: 'b', sport: 1, dport: 2, proto: 'tcp' },
      nat: null,
      ms: 0,
      ...(send === undefined ? {} : { send }),
      steps: rules.map((text) => ({ table: 'nat', chain: 'C', kind: 'rule', rule: text, verdict: 'ACCEPT' })),
    },
  ],
})
const delivered = { kind: 'delivered' as const, reason: 'x' }

it('sets the rules of each traced namespace side by side, with gaps where one has none', () => {
  const walk: Walk = { verdict: delivered, steps: [rule('n', 'a'), rule('other', 'z'), rule('n', 'b'), rule('n', 'd')] }
  expect(comparisonRows(walk, { traces: [traced('n', ['a', 'c', 'd'])] }, [])).toEqual([
    {
      netns: 'n',
      rows: [
        { walked: 'a', traced: 'a' },
        { walked: 'b', traced: 'c' },
        { walked: 'd', traced: 'd' },
      ],
    },
  ])
  expect(comparisonRows(walk, { traces: [traced('n', ['a', 'b', 'd', 'e'])] }, [])[0]?.rows.at(-1)).toEqual({ walked: null, traced: 'e' })
})

it('follows the branch that was taken, and leaves out later sends', () => {
  const fork: Step = {
    ...rule('n', 'a'),
    branches: [
      { probability: 0.5, label: 'x', verdict: delivered, steps: [rule('n', 'b')] },
      { probability: 0.5, label: 'y', verdict: delivered, steps: [rule('n', 'c')] },
    ],
  }
  const traces = [traced('n', ['a', 'c'], 0), traced('m', ['q'], 1)]
  expect(comparisonRows({ verdict: delivered, steps: [fork] }, { traces }, [1])).toEqual([
    {
      netns: 'n',
      rows: [
        { walked: 'a', traced: 'a' },
        { walked: 'c', traced: 'c' },
      ],
    },
    { netns: 'm', rows: [] },
  ])
})
