import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { packets } from '@/oracle/kernel/generate/packets'
import { allowedCpus } from '@/oracle/kernel/laboratory/cpus'
import { Laboratory } from '@/oracle/kernel/laboratory/laboratory'
import { deleteLeftovers } from '@/oracle/kernel/laboratory/namespaces'
import { ROUTER } from '@/oracle/kernel/laboratory/topology'
import { judgeNative } from '@/oracle/kernel/native/judge'
import { nativeRulesets } from '@/oracle/kernel/native/rulesets'
import { WORDS } from '@/oracle/kernel/native/words'
import type { SentPacket } from '@/oracle/kernel/packet/sent'

/*
 * The kernel as judge of native nftables rules: generated tables (sets, maps, verdict maps, numgen, fib, several base chains on a hook) are loaded, generated
 * packets sent through them, and what the kernel's trace reports of each must be a way that the evaluation of `nft -j list ruleset` allows.
 */

/** How many pairs of a rule set and a packet are tried (a third of what iptables gets), and the seed of everything that is generated. */
const pairs = Number(process.env.HOPSCOPE_KERNEL_RUNS || 2000) / 3
const seed = Number(process.env.HOPSCOPE_KERNEL_SEED || 1)
const skipReason = inject('kernelReason')
const PACKETS = 10

const laboratories: Laboratory[] = []

beforeAll(async () => {
  if (skipReason) return
  await deleteLeftovers()
  for (const cpu of allowedCpus().slice(0, 4)) laboratories.push(await Laboratory.open(ROUTER, cpu), await Laboratory.open(ROUTER, cpu))
})

afterAll(async () => {
  await Promise.all(laboratories.map((laboratory) => laboratory.close()))
})

test.for([
  { version: 4, part: 0.6 },
  { version: 6, part: 0.4 },
] as const)('generated native rule sets and packets, IPv$version', async ({ version, part }, { skip }) => {
  if (skipReason) skip(skipReason)
  const totals = { pairs: 0, agree: 0, certain: 0 }
  const found = await Promise.all(
    laboratories.map(async (laboratory, index) => {
      const sent = fc.array(packets(WORDS[version].pools, ROUTER.links), { minLength: PACKETS, maxLength: PACKETS })
      const property = fc.asyncProperty(nativeRulesets(WORDS[version]), sent, async (ruleset, own) => {
        const verdicts = await judgeNative(laboratory, version, ruleset, own)
        totals.pairs += verdicts.length
        totals.agree += verdicts.filter(({ difference }) => difference === null).length
        totals.certain += verdicts.filter(({ ways }) => ways === 1).length
        const wrong = verdicts.find(({ difference }) => difference !== null)
        if (wrong?.difference) throw new Error(wrong.difference)
      })
      return fc.check(property, { seed: seed * 1000 + index, numRuns: Math.ceil((pairs * part) / PACKETS / laboratories.length) })
    }),
  )
  console.log(`native, IPv${version}: agree ${totals.agree} of ${totals.pairs} pairs, ${totals.certain} of them with one way only`)
  expect(found.flatMap(explain).join('\n\n')).toBe('')
  expect(totals.pairs).toBeGreaterThanOrEqual(pairs * part)
})

/** A disagreement for people: how to get it again, the smallest rules, and both journeys. */
function explain(details: fc.RunDetails<[ruleset: string, sent: SentPacket[]]>): string[] {
  if (!details.failed) return []
  const why = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance)
  return [
    `seed ${details.seed}, path ${details.counterexamplePath}\n${details.counterexample?.[0].replace(/\n {2}(?:set|map) .*\n {2}\}/g, '')}\n${why}`,
  ]
}
