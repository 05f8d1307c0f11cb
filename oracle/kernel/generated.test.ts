import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { packets } from '@/oracle/kernel/generate/packets'
import { POOLS, type Pools } from '@/oracle/kernel/generate/pools'
import { probe } from '@/oracle/kernel/generate/probe'
import { dumps, EVERYTHING, type Supported } from '@/oracle/kernel/generate/rulesets'
import { judge } from '@/oracle/kernel/judge'
import { allowedCpus } from '@/oracle/kernel/laboratory/cpus'
import { Laboratory } from '@/oracle/kernel/laboratory/laboratory'
import { deleteLeftovers } from '@/oracle/kernel/laboratory/namespaces'
import { ROUTER, ROUTERS } from '@/oracle/kernel/laboratory/topology'
import { judgeLegacy } from '@/oracle/kernel/legacy'
import type { SentPacket } from '@/oracle/kernel/packet/sent'

/*
 * The kernel as judge: generated rule sets are loaded into a namespace, generated packets sent through them, and what the kernel's trace reports of
 * each packet must be a way that the evaluation of `iptables-save` allows: rules, verdicts, ends of chains, policies, translations, marks, interfaces.
 */

/** How many pairs of a rule set and a packet are tried altogether, and the seed of everything that is generated. */
const pairs = Number(process.env.HOPSCOPE_KERNEL_RUNS || 2000)
const seed = Number(process.env.HOPSCOPE_KERNEL_SEED || 1)
const skipReason = inject('kernelReason')

/** Packets for each rule set: loading one costs as much as many packets. */
const PACKETS = 10
/** While one waits for the kernel to take its rules, another sends. */
const LABORATORIES_PER_CPU = 2

const laboratories: Laboratory[] = []

beforeAll(async () => {
  if (skipReason) return
  await deleteLeftovers()
  for (const cpu of allowedCpus().slice(0, 4)) {
    for (let count = 0; count < LABORATORIES_PER_CPU; count++)
      laboratories.push(await Laboratory.open(ROUTERS[laboratories.length % ROUTERS.length] ?? ROUTER, cpu))
  }
})

afterAll(async () => {
  await Promise.all(laboratories.map((laboratory) => laboratory.close()))
})

/** What is tried, and its part of all pairs. */
const SUITES = [
  { name: 'IPv4, iptables-nft', pools: POOLS[4], backend: 'nft', part: 0.45 },
  { name: 'IPv6, iptables-nft', pools: POOLS[6], backend: 'nft', part: 0.25 },
  { name: 'IPv4, iptables-legacy', pools: POOLS[4], backend: 'legacy', part: 0.18 },
  { name: 'IPv6, iptables-legacy', pools: POOLS[6], backend: 'legacy', part: 0.12 },
] as const
type Suite = (typeof SUITES)[number]

test.for(SUITES)('$name: generated rule sets and packets', async (suite, { skip }) => {
  if (skipReason) skip(skipReason)
  const { name, pools, backend, part } = suite
  const [first] = laboratories
  const lacking = backend === 'legacy' ? await first?.loadLegacy(pools.family, '') : null
  if (lacking) skip(`hardware: this kernel or machine has no iptables-legacy (${lacking.split('\n')[0]})`)
  const supported = await supportedHere(suite)
  const totals = { pairs: 0, agree: 0, certain: 0 }
  const start = performance.now()
  const share = (pairs * part) / PACKETS / laboratories.length
  const found = await Promise.all(
    laboratories.map(async (laboratory, index) => {
      const property = fc.asyncProperty(dumps(pools, supported), sentPackets(pools), async (dump, sent) => {
        const verdicts = await (backend === 'nft' ? judge : judgeLegacy)(laboratory, pools.family, dump, sent)
        const wrong = verdicts.find(({ difference }) => difference !== null)
        totals.pairs += verdicts.length
        totals.agree += verdicts.filter(({ difference }) => difference === null).length
        totals.certain += verdicts.filter(({ ways }) => ways === 1).length
        if (wrong?.difference) throw new Error(wrong.difference)
      })
      return fc.check(property, { seed: seed * 1000 + index, numRuns: Math.ceil(share) })
    }),
  )
  const rate = (totals.pairs / ((performance.now() - start) / 1000)).toFixed(0)
  console.log(`${name}: agree ${totals.agree} of ${totals.pairs} pairs, ${totals.certain} of them with one way only, ${rate} pairs/s`)
  expect(found.flatMap((details, index) => explain(details, ROUTERS[index % ROUTERS.length]?.sysctl ?? [])).join('\n\n')).toBe('')
  expect(totals.pairs).toBeGreaterThanOrEqual(pairs * part)
})

async function supportedHere({ name, pools, backend }: Suite): Promise<Supported> {
  const [laboratory] = laboratories
  if (!laboratory) throw new Error('no laboratory')
  const load = (dump: string) => (backend === 'nft' ? laboratory.load(pools.family, dump) : laboratory.loadLegacy(pools.family, dump))
  const { supported, missing } = await probe(pools, EVERYTHING, load)
  const count = Object.values(supported).reduce((sum, kinds) => sum + kinds.length, 0)
  console.log(`${name}: ${count} kinds of matches and targets; this kernel does not take: ${missing.join('; ') || 'nothing of them'}`)
  return supported
}

function sentPackets(pools: Pools) {
  return fc.array(packets(pools, ROUTER.links), { minLength: PACKETS, maxLength: PACKETS })
}

/** A disagreement for people: how to get it again, the smallest rules, and both journeys. */
function explain(details: fc.RunDetails<[dump: string, sent: SentPacket[]]>, switches: readonly string[]): string[] {
  if (!details.failed) return []
  const why = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance)
  return [`seed ${details.seed}, path ${details.counterexamplePath}\n${switches.join(' ')}\n${details.counterexample?.[0]}\n${why}`]
}
