import type { Branch, Step, Verdict, Walk } from '@/lib/api/step'

/** A step after which the outcome is random or unknown, and the branch that is followed. */
export type Fork = { branches: Branch[]; chosen: number; index: number; rest: Step[] }
export type Story = { steps: Step[]; forks: Map<Step, Fork>; verdict: Verdict }

/** The likeliest branch; of equal ones the first, and any known chance before an unknown one. */
function likeliest(branches: Branch[]): number {
  let best = 0
  for (const [i, branch] of branches.entries()) {
    if ((branch.probability ?? -1) > (branches[best]?.probability ?? -1)) best = i
  }
  return best
}

/** One root-to-leaf path of the walk: at the n-th fork the branch `follow[n]`, or the likeliest one. */
export function tell(walk: Walk, follow: readonly (number | undefined)[]): Story {
  const steps: Step[] = []
  const forks = new Map<Step, Fork>()
  let list = walk.steps
  let verdict = walk.verdict
  for (;;) {
    steps.push(...list)
    const last = list.at(-1)
    const branches = last?.branches
    if (!last || !branches || branches.length === 0) return { steps, forks, verdict: last?.verdict ?? verdict }
    const wanted = follow[forks.size]
    const chosen = wanted !== undefined && wanted >= 0 && wanted < branches.length ? wanted : likeliest(branches)
    const branch = branches[chosen]
    if (!branch) return { steps, forks, verdict }
    forks.set(last, { branches, chosen, index: forks.size, rest: branch.steps })
    list = branch.steps
    verdict = branch.verdict
    if (list.length === 0) return { steps, forks, verdict }
  }
}
