import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { judge } from '@/oracle/kernel/judge'
import { allowedCpus } from '@/oracle/kernel/laboratory/cpus'
import { Laboratory } from '@/oracle/kernel/laboratory/laboratory'
import { ROUTER } from '@/oracle/kernel/laboratory/topology'
import { AMBIENT } from '@/oracle/kernel/native/ambient'
import { everyKind } from '@/oracle/kernel/native/istio-packets'

/* No recording has the rules that Istio's ambient mode leaves in pods: the kernel judges the walk through rules of their form. */

const skipReason = inject('kernelReason')
let laboratory: Laboratory | null = null

beforeAll(async () => {
  if (!skipReason) laboratory = await Laboratory.open(ROUTER, allowedCpus()[0] ?? 0)
})
afterAll(() => laboratory?.close())

test('Istio’s rules of ambient mode in a pod', async ({ skip }) => {
  if (skipReason || !laboratory) return skip(skipReason ?? 'no laboratory')
  const verdicts = await judge(laboratory, 4, AMBIENT, everyKind())
  console.log(`agree ${verdicts.filter(({ difference }) => difference === null).length} of ${verdicts.length}`)
  expect(verdicts.flatMap(({ difference }) => difference ?? []).slice(0, 2)).toEqual([])
  expect(verdicts.length).toBeGreaterThan(100)
  expect(verdicts.every(({ ways }) => ways === 1)).toBe(true)
})
