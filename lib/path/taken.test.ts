import { describe, expect, it } from 'vitest'
import type { Branch, Step, Walk } from '@/lib/api/step'
import { takenBy, withTaken } from '@/lib/path/taken'

const rule = (text: string): Step => ({ kind: 'rule', netns: 'node', rule: text, evidence: [] })
const endpoint = (address: string): Step => ({ kind: 'endpoint', netns: 'ns.pod', endpoint: address, evidence: [] })
const delivered = { kind: 'delivered', reason: '' } as const
const branch = (probability: number, steps: Step[]): Branch => ({ probability, steps, verdict: delivered })
const forked = (...branches: Branch[]): Walk => ({ verdict: delivered, steps: [{ ...rule('-A X -j SVC'), branches }] })
const traced = (...rules: string[]) => ({
  traces: [{ netns: 'node', trace: [{ steps: rules.map((text) => ({ rule: text })) }] }],
  access: [],
})

describe('takenBy', () => {
  it('finds the branch whose rules the kernel’s trace names, however unlikely', () => {
    const walk = forked(branch(0.9, [rule('-A SVC -j A')]), branch(0.1, [rule('-A SVC -j B')]))
    expect(takenBy(walk, traced('-A X -j SVC', '-A SVC -j B'))).toEqual([1])
  })

  it('finds the endpoint that the access log names', () => {
    const walk = forked(branch(0.5, [endpoint('10.0.0.1:80')]), branch(0.5, [endpoint('10.0.0.10:80')]))
    expect(takenBy(walk, { traces: [], access: [{ lines: ['200 "10.0.0.10:80" out'] }] })).toEqual([1])
  })

  it('says nothing where the recording says nothing', () => {
    const walk = forked(branch(0.5, [endpoint('10.0.0.1:80')]), branch(0.5, [endpoint('10.0.0.2:80')]))
    expect(takenBy(walk, { traces: [], access: [] })).toEqual([])
    expect(takenBy(walk, traced('-A X -j SVC'))).toEqual([])
  })
})

describe('withTaken', () => {
  it('fills what nobody chose, on the same path only', () => {
    expect(withTaken([], [1, 2])).toEqual([1, 2])
    expect(withTaken([1], [1, 2])).toEqual([1, 2])
    expect(withTaken([0], [1, 2])).toEqual([0])
  })
})
