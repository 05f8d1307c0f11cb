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

const told = new WeakMap<Walk, Walk>()

/** A route with weights stands at the head of each of its branches; it is told once, as what decides. */
function routesFirst(walk: Walk): Walk {
  const known = told.get(walk) ?? { ...walk, steps: hoisted(walk.steps) }
  told.set(walk, known)
  return known
}

function hoisted(steps: Step[]): Step[] {
  const last = steps.at(-1)
  const branches = last?.branches
  if (!last || !branches) return steps
  const [first] = branches.map((branch) => branch.steps[0])
  const same = (step: Step | undefined) =>
    step?.kind === 'route' &&
    step.routeConfig === first?.routeConfig &&
    step.virtualHost === first?.virtualHost &&
    step.route === first?.route &&
    step.evidence[0]?.pointer === first?.evidence[0]?.pointer
  if (!first || last.kind === 'route' || !branches.every((branch) => branch.steps.length > 1 && same(branch.steps[0])))
    return [...steps.slice(0, -1), { ...last, branches: branches.map((branch) => ({ ...branch, steps: hoisted(branch.steps) })) }]
  const { branches: _, ...before } = last
  const { cluster: __, ...route } = first
  const after = branches.map((branch): Branch => ({ ...branch, steps: hoisted(branch.steps.slice(1)) }))
  return [...steps.slice(0, -1), before, { ...route, branches: after }]
}

/** One root-to-leaf path of the walk: at the n-th fork the branch `follow[n]`, or the likeliest one. */
export function tell(walk: Walk, follow: readonly (number | undefined)[]): Story {
  const steps: Step[] = []
  const forks = new Map<Step, Fork>()
  let list = routesFirst(walk).steps
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
