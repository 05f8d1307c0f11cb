import type { Step, Verdict, Walk } from '@/lib/api/step'

/** One root-to-leaf way through a walk. */
export interface WalkPath {
  steps: Step[]
  verdict: Verdict
  /** Product of the branches' probabilities; null as soon as one is unknown. */
  probability: number | null
}

/** A walk with more ways than this is compared by the first ones only. */
const MAX_PATHS = 20_000

/** Every way of non-zero probability, in order. */
export function pathsOf(walk: Walk): WalkPath[] {
  const paths: WalkPath[] = []
  const visit = (steps: Step[], verdict: Verdict, before: Step[], probability: number | null): void => {
    if (paths.length >= MAX_PATHS) return
    const last = steps.at(-1)
    const all = [...before, ...steps]
    if (!last?.branches) {
      paths.push({ steps: all, verdict, probability })
      return
    }
    for (const branch of last.branches) {
      if (branch.probability === 0) continue
      visit(
        branch.steps,
        branch.verdict,
        all,
        probability === null || branch.probability === null ? null : probability * branch.probability,
      )
    }
  }
  visit(walk.steps, walk.verdict, [], 1)
  return paths
}

/** The rules of a way by namespace, in order. */
export function rulesByNetns(path: WalkPath): Map<string, string[]> {
  const rules = new Map<string, string[]>()
  for (const step of path.steps) {
    if (step.kind !== 'rule' || !step.netns || step.rule === undefined) continue
    const known = rules.get(step.netns)
    if (known) known.push(step.rule)
    else rules.set(step.netns, [step.rule])
  }
  return rules
}
