import { expect, it } from 'vitest'
import type { Step } from '@/lib/api/step'
import { markStages } from '@/lib/path/stages'

const passed = (no: number): Step => ({ kind: 'rule', no, evidence: [] })

it('says each stage once where one card shows both ways of a packet to its own host', () => {
  const steps = [passed(2), passed(3), passed(2), passed(3)]
  const hook = { type: 'hook' as const, hook: 'OUTPUT', table: 'nat', aside: '', steps }
  const section = { netns: 'node', pod: false, items: [hook], bare: false, packet: null, steps }
  expect(markStages([section], 1)).toBe(3)
  expect(hook).toMatchObject({ stages: [2, 3] })
})
