import { expect, test } from 'vitest'
import type { Step } from '@/lib/api/step'
import { chainCard, emptyCard, policyCard } from '@/lib/path/card-chain'

const rule: Step = {
  kind: 'rule',
  netns: 'n',
  table: 'nat',
  chain: 'C',
  rule: '-A C -j D',
  ruleIndex: 1,
  ruleCount: 2,
  outcome: 'JUMP:D',
  evidence: [],
}
const pass = (step: Step) => chainCard({ chain: 'C', depth: 0, steps: [step], caller: null, returned: false, trip: false, builtIn: false })

test('a card says that its rules are computed exactly when its steps do', () => {
  expect(pass(rule).computed).toBeUndefined()
  expect(pass({ ...rule, computed: true }).computed).toBe(true)
  expect(policyCard({ ...rule, kind: 'policy', computed: true }).computed).toBe(true)
  expect([emptyCard(['A'], false).computed, emptyCard(['A', 'B'], true).computed]).toEqual([undefined, true])
})
