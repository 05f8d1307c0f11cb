import type { Choice } from '@/lib/path/model'

/** How often a branch was taken against how often its chance lets expect, both as shares of 1; null where no rule of the fork counts. */
export type SeenShare = { packets: number; share: number | null; expected: number | null }

/**
 * What the counters of a fork's rules say of its branches. `changes`: packets since the reading that the counters are of, by their key. Rows are
 * null unless every branch has a counter: a share of a part says nothing.
 */
export function seenShares(
  choices: readonly Choice[],
  changes: ReadonlyMap<string, { packets: number; reset?: boolean }>,
): SeenShare[] | null {
  const counts = choices.map(({ counter }) => {
    if (!counter) return null
    const change = changes.get(counter.key)
    return change?.reset ? change.packets : counter.packets + (change?.packets ?? 0)
  })
  if (counts.some((count) => count === null)) return null
  const packets = counts.map((count) => count ?? 0)
  const total = packets.reduce((a, b) => a + b, 0)
  return choices.map(({ chance }, i) => ({
    packets: packets[i] ?? 0,
    share: total === 0 ? null : (packets[i] ?? 0) / total,
    expected: chance,
  }))
}
