import { describe, expect, test } from 'vitest'
import { agrees } from '@/oracle/kernel/journey/compare'
import type { HookPass, Journey, Seen } from '@/oracle/kernel/journey/journey'

const SEEN: Seen = { src: '10.1.0.9', sport: 4000, dst: '10.1.0.1', dport: 80, mark: 0, in: 'eth0', out: null }
const PASS: HookPass = {
  hook: 'PREROUTING',
  before: SEEN,
  steps: ['raw/PREROUTING#1 CONTINUE', 'policy raw/PREROUTING ACCEPT'],
  after: SEEN,
}
const INPUT: HookPass = { ...PASS, hook: 'INPUT', steps: [] }
const sure = (journey: Journey) => ({ journey, open: false })

describe('a journey that is not the expected one is noticed', () => {
  test.each<[string, Journey]>([
    ['another rule', [{ ...PASS, steps: ['raw/PREROUTING#2 CONTINUE', 'policy raw/PREROUTING ACCEPT'] }, INPUT]],
    ['a rule less', [{ ...PASS, steps: ['policy raw/PREROUTING ACCEPT'] }, INPUT]],
    ['another verdict', [{ ...PASS, steps: ['raw/PREROUTING#1 ACCEPT', 'policy raw/PREROUTING ACCEPT'] }, INPUT]],
    ['another order', [{ ...PASS, steps: [...PASS.steps].reverse() }, INPUT]],
    ['dropped', [{ ...PASS, after: null }]],
    ['another hook', [PASS, { ...INPUT, hook: 'FORWARD' }]],
    ['lost on the way', [PASS]],
    ['a hook more', [PASS, INPUT, INPUT]],
    ['another address', [{ ...PASS, after: { ...SEEN, dst: '10.1.0.2' } }, INPUT]],
    ['another port', [PASS, { ...INPUT, before: { ...SEEN, sport: 4001 } }]],
    ['another mark', [PASS, { ...INPUT, after: { ...SEEN, mark: 1 } }]],
    ['another interface', [PASS, { ...INPUT, before: { ...SEEN, in: 'eth1' } }]],
  ])('%s', (_, observed) => {
    expect(agrees([PASS, INPUT], sure([PASS, INPUT]))).toBe(true)
    expect(agrees(observed, sure([PASS, INPUT]))).toBe(false)
  })
})

test('a port that the kernel chooses is taken as it came', () => {
  expect(agrees([PASS], sure([{ ...PASS, after: { ...SEEN, sport: null } }]))).toBe(true)
})

test('of a way that ends in an unknown target its beginning is compared', () => {
  const open = { open: true, journey: [{ ...PASS, steps: ['raw/PREROUTING#1 UNKNOWN'], after: null }] }
  expect(agrees([PASS, INPUT], open)).toBe(true)
  expect(agrees([{ ...PASS, steps: [] }, INPUT], open)).toBe(false)
  expect(agrees([{ ...PASS, before: { ...SEEN, mark: 2 } }], open)).toBe(false)
  // Too many ways: it ends before any step.
  expect(agrees([PASS, INPUT], { open: true, journey: [{ ...PASS, steps: [], after: null }] })).toBe(true)
})
