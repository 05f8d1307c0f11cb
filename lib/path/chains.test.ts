import { describe, expect, it } from 'vitest'
import type { Step } from '@/lib/api/step'
import { passes } from '@/lib/path/chains'

const rule = (chain: string, outcome: string): Step => ({
  kind: 'rule',
  table: 'nat',
  hook: 'PREROUTING',
  chain,
  outcome,
  rule: `-A ${chain}`,
  evidence: [],
})

describe('passes', () => {
  it('gives one pass for two rules of a chain with a side trip between them', () => {
    const all = passes(
      [
        rule('PREROUTING', 'JUMP:OUTER'),
        rule('OUTER', 'JUMP:MARK'),
        rule('MARK', 'CONTINUE'),
        rule('OUTER', 'JUMP:END'),
        rule('END', 'ACCEPT'),
      ],
      'PREROUTING',
      false,
    )
    expect(all.map((p) => [p.chain, p.steps.length, p.trip])).toEqual([
      ['PREROUTING', 1, false],
      ['OUTER', 2, false],
      ['MARK', 1, true],
      ['END', 1, false],
    ])
  })

  it('keeps chains in which nothing matched', () => {
    const all = passes([rule('FORWARD', 'JUMP:A'), rule('FORWARD', 'JUMP:B')], 'FORWARD', false)
    expect(all.map((p) => [p.chain, p.steps.length, p.returned])).toEqual([
      ['FORWARD', 2, false],
      ['A', 0, true],
      ['B', 0, true],
    ])
  })

  it('leaves the last call open where a fork follows', () => {
    expect(passes([rule('PREROUTING', 'JUMP:A')], 'PREROUTING', true).map((p) => p.chain)).toEqual(['PREROUTING'])
  })
})
