import fc from 'fast-check'
import { runBatch } from '@/oracle/envoy/run-batch'
import type { Family } from '@/oracle/envoy/scenario'

/** Configurations that share an Envoy. */
const BATCH = 25
/** Fewer steps than fast-check would take: each starts an Envoy. */
const SHRINK_WITHIN_MS = 40_000

export interface FamilyCount {
  configurations: number
  requests: number
  unknown: number
  /** What kept hosts out, or ended connections to them, in any of them. */
  failed: Set<string>
}

/**
 * Draws configurations from a seed and judges them in batches. The first that disagrees is shrunk by itself, and the error says the smallest one
 * that still does, with the seed and path that draw it again.
 */
export async function judgeFamily<T>(binary: string, family: Family<T>, seed: number, configurations: number): Promise<FamilyCount> {
  const values = fc.sample(family.arbitrary, { seed, numRuns: configurations })
  const count: FamilyCount = { configurations, requests: 0, unknown: 0, failed: new Set() }
  for (let from = 0; from < values.length; from += BATCH) {
    const batch = values.slice(from, from + BATCH)
    const outcome = await runBatch(
      binary,
      batch.map((value) => (slot) => family.build(value, slot)),
    )
    count.requests += outcome.requests
    count.unknown += outcome.unknown
    for (const reason of outcome.failed) count.failed.add(reason)
    const at = outcome.disagreements.findIndex((list) => list.length > 0)
    if (at !== -1) {
      const all = outcome.disagreements.flat()
      await shrink(binary, family, seed, from + at)
      throw new Error(
        `${all.length} disagreements in the batch, none of configuration ${from + at} by itself:\n${all.slice(0, 3).join('\n')}`,
      )
    }
  }
  return count
}

async function shrink<T>(binary: string, family: Family<T>, seed: number, index: number): Promise<void> {
  const property = fc.asyncProperty(family.arbitrary, async (value) => {
    const { disagreements } = await runBatch(binary, [(slot) => family.build(value, slot)])
    const [first] = disagreements.flat()
    if (first !== undefined) throw new Error(first)
  })
  await fc.assert(property, {
    seed,
    path: String(index),
    numRuns: 1,
    interruptAfterTimeLimit: SHRINK_WITHIN_MS,
    markInterruptAsFailure: false,
  })
}
