import { describe, expect, it } from 'vitest'
import type { Step, Verdict, Walk } from '@/lib/api/step'
import { endAt, flatWays, fork, mapEnds, prepend } from '@/lib/walk/tree'

const step = (chain: string): Step => ({ kind: 'rule', chain, evidence: [] })
const delivered: Verdict = { kind: 'delivered', reason: 'got it' }
const dropped: Verdict = { kind: 'dropped', reason: 'silence' }
const way = (chain: string, verdict: Verdict, probability: number | null = 0.5) => ({
  probability,
  label: chain,
  walk: endAt([step(chain)], verdict),
})
const chains = (walk: Walk): unknown[] =>
  walk.steps.map((each) => (each.branches ? { [each.chain ?? '']: each.branches.map((branch) => chains(branch)) } : each.chain))

describe('fork', () => {
  it('puts the branches on the step that decides', () => {
    expect(chains(fork([step('a'), step('b')], [way('x', delivered), way('y', delivered)]))).toEqual(['a', { b: [['x'], ['y']] }])
  })
  it('is none with one way', () => {
    expect(chains(fork([step('a')], [way('x', delivered)]))).toEqual(['a', 'x'])
  })
  it('has the common verdict where all ways end alike', () => {
    expect(fork([step('a')], [way('x', delivered), way('y', delivered)]).verdict).toEqual(delivered)
  })
  it('is random where they differ and the chances are known', () => {
    expect(fork([step('a')], [way('x', delivered), way('y', dropped)]).verdict.kind).toBe('random')
  })
  it('is unknown where they differ and a chance is unknown', () => {
    expect(fork([step('a')], [way('x', delivered, null), way('y', dropped, null)]).verdict.kind).toBe('unknown')
  })
  it('does not let an impossible way decide', () => {
    expect(fork([step('a')], [way('x', delivered, 1), way('y', dropped, 0)]).verdict).toEqual(delivered)
  })
})

describe('mapEnds', () => {
  it('goes on at every end and tells the new verdict', () => {
    const walk = fork([step('a')], [way('x', dropped), way('y', delivered)])
    const mapped = mapEnds(walk, (verdict) =>
      verdict.kind === 'dropped' ? endAt([step('again')], { kind: 'answered', status: 503, reason: 'gave up' }) : { verdict, steps: [] },
    )
    expect(chains(mapped)).toEqual([{ a: [['x', 'again'], ['y']] }])
    expect(mapped.verdict.kind).toBe('random')
  })
})

describe('prepend and endAt', () => {
  it('keep order and mark the last step with the verdict', () => {
    const walk = prepend([step('a')], endAt([step('b'), step('c')], dropped))
    expect(chains(walk)).toEqual(['a', 'b', 'c'])
    expect(walk.steps.map((each) => each.verdict)).toEqual([undefined, undefined, dropped])
  })
})

describe('flatWays', () => {
  interface Tree {
    events: string[]
    branches: { probability: number | null; label: string; tree: Tree }[] | null
  }
  const leaf = (name: string): Tree => ({ events: [name], branches: null })
  it('makes one fork of forks with nothing between, and multiplies the chances', () => {
    const inner: Tree = {
      events: [],
      branches: [
        { probability: 0.5, label: 'x', tree: leaf('x') },
        { probability: 0.5, label: 'y', tree: leaf('y') },
      ],
    }
    const ways = flatWays<Tree>([
      { probability: 0.5, label: 'in', tree: inner },
      { probability: null, label: 'z', tree: { ...inner } },
    ])
    expect(ways.map(({ label, probability }) => [label, probability])).toEqual([
      ['x', 0.25],
      ['y', 0.25],
      ['x', null],
      ['y', null],
    ])
  })
})
