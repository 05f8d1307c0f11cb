import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { judgePackets } from '@/oracle/kernel/judge'
import { allowedCpus } from '@/oracle/kernel/laboratory/cpus'
import { Laboratory } from '@/oracle/kernel/laboratory/laboratory'
import { ROUTER } from '@/oracle/kernel/laboratory/topology'
import { everyKind, ISTIO_TABLES, REDIRECTION, TPROXY } from '@/oracle/kernel/native/istio'

/* No recording has Istio's native tables: the kernel judges the walk through rules of their form, for every kind of sender that they tell apart. */

const skipReason = inject('kernelReason')
/** The proxy's inbound socket. */
const PROXY = [{ proto: 'tcp' as const, ip: '0.0.0.0', port: 15006 }]

let laboratory: Laboratory | null = null

beforeAll(async () => {
  if (!skipReason) laboratory = await Laboratory.open({ ...ROUTER, listeners: PROXY }, allowedCpus()[0] ?? 0)
})
afterAll(() => laboratory?.close())

test.for([
  ['redirection', REDIRECTION],
  ['TPROXY', TPROXY],
] as const)('Istio’s native tables, %s', async ([, ruleset], { skip }) => {
  if (skipReason || !laboratory) return skip(skipReason ?? 'no laboratory')
  expect(await laboratory.loadNative(ISTIO_TABLES, ruleset)).toBeNull()
  const verdicts = await judgePackets(laboratory, 4, everyKind())
  console.log(`agree ${verdicts.filter(({ difference }) => difference === null).length} of ${verdicts.length}`)
  expect(verdicts.flatMap(({ difference }) => difference ?? []).slice(0, 2)).toEqual([])
  expect(verdicts.length).toBeGreaterThan(100)
})
