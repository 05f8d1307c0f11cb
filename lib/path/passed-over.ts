import type { Step } from '@/lib/api/step'

/** Rules of one chain that the question's packet passed over. */
export interface Passed {
  /** What the steps themselves name. */
  known: ReadonlyMap<number, { part: string; why: string }>
  /** Neighbours of which a step names only the nearest: from the rule `first` on `count` of them, by the step's `skippedAt`. */
  runs: readonly { skippedAt: number; first: number; count: number }[]
}

/** What the steps of one chain say of the rules that they passed over. */
export function passedIn(steps: readonly Step[]): Passed {
  return {
    known: new Map(steps.flatMap((step) => (step.skipped ?? []).map(({ index, part, why }) => [index, { part, why }] as const))),
    runs: steps.flatMap(({ skipped, skippedAt, skippedCount: count }) => {
      const last = skipped?.at(-1)?.index
      return skippedAt === undefined || count === undefined || last === undefined ? [] : [{ skippedAt, first: last - count + 1, count }]
    }),
  }
}

/** The page of `size` reasons that a rule's stands on; null: it is known, or the rule was not passed over. */
export function pageOf({ known, runs }: Passed, index: number, size: number): { skippedAt: number; offset: number } | null {
  if (known.has(index)) return null
  const run = runs.find(({ first, count }) => index >= first && index < first + count)
  return run ? { skippedAt: run.skippedAt, offset: Math.floor((index - run.first) / size) * size } : null
}
