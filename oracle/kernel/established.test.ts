import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { packets } from '@/oracle/kernel/generate/packets'
import { POOLS } from '@/oracle/kernel/generate/pools'
import { probe } from '@/oracle/kernel/generate/probe'
import { dumps, EVERYTHING } from '@/oracle/kernel/generate/rulesets'
import { judgePackets } from '@/oracle/kernel/judge'
import { allowedCpus } from '@/oracle/kernel/laboratory/cpus'
import { Laboratory } from '@/oracle/kernel/laboratory/laboratory'
import { ROUTER } from '@/oracle/kernel/laboratory/topology'

/*
 * Later packets of connections that were answered before the rules came: they meet no nat table, and the states and bits of their connection are others.
 */

const pairs = Number(process.env.HOPSCOPE_KERNEL_RUNS || 2000) / 10
const seed = Number(process.env.HOPSCOPE_KERNEL_SEED || 1)
const skipReason = inject('kernelReason')
const PACKETS = 10
const SPORT = 40_000
let laboratory: Laboratory | null = null

beforeAll(async () => {
  if (!skipReason) laboratory = await Laboratory.open(ROUTER, allowedCpus()[0] ?? 0)
})
afterAll(() => laboratory?.close())

test.for([POOLS[4], POOLS[6]])('IPv$family: packets of established connections', async (pools, { skip }) => {
  const lab = laboratory
  if (skipReason || !lab) return skip(skipReason ?? 'no laboratory')
  // A zone would make the connection a new one.
  const everything = { ...EVERYTHING, targets: EVERYTHING.targets.filter(({ name }) => name !== 'CT') }
  const { supported } = await probe(pools, everything, (dump) => lab.load(pools.family, dump))
  // Of TCP the evaluator knows only a connection's first segment.
  const sent = fc
    .array(packets(pools, ROUTER.links), { minLength: PACKETS, maxLength: PACKETS })
    .map((all) => all.map((packet, index) => ({ ...packet, proto: 'udp' as const, sport: SPORT + index })))
  const totals = { pairs: 0, agree: 0 }
  const property = fc.asyncProperty(dumps(pools, supported), sent, async (dump, all) => {
    const established = await lab.establish(pools.family, all)
    const refused = await lab.add(pools.family, dump)
    if (refused !== null) throw new Error(`the kernel refuses the rules: ${refused}`)
    const verdicts = await judgePackets(lab, pools.family, established)
    totals.pairs += verdicts.length
    totals.agree += verdicts.filter(({ difference }) => difference === null).length
    const wrong = verdicts.find(({ difference }) => difference !== null)
    if (wrong?.difference) throw new Error(wrong.difference)
  })
  const details = await fc.check(property, { seed, numRuns: Math.ceil(pairs / 2 / (PACKETS / 3)) })
  console.log(`IPv${pools.family}, established: agree ${totals.agree} of ${totals.pairs} pairs`)
  const why = details.errorInstance instanceof Error ? details.errorInstance.message : ''
  expect(details.failed ? `seed ${seed}, path ${details.counterexamplePath}\n${details.counterexample?.[0]}\n${why}` : '').toBe('')
  expect(totals.pairs).toBeGreaterThan(0)
})
