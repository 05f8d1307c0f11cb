import type { Branch, Step, Walk } from '@/lib/api/step'

/** What a recording shows of the way that a request took: rules by their namespace, and the proxies' access-log lines. */
export type Seen = {
  traces: readonly { netns: string; trace: readonly { steps: readonly { rule: string | null }[] }[] }[]
  access: readonly { lines: readonly string[] }[]
}

/** Paths that are compared; a walk with more is followed along its likeliest ones. */
const maxPaths = 512

type Path = { follow: number[]; steps: Step[]; chance: number }

/**
 * For each fork in walk order the branch that the recorded request took: of all paths the one whose rules and endpoints the recording shows
 * most of and contradicts least; of equal ones the likeliest. Empty when the walk has no fork, or the recording shows nothing.
 */
export function takenBy(walk: Walk, seen: Seen): number[] {
  const rules = new Map(seen.traces.map((t) => [t.netns, new Set(t.trace.flatMap((entry) => entry.steps.flatMap((s) => s.rule ?? [])))]))
  const lines = seen.access.flatMap((a) => a.lines)
  if (rules.size === 0 && lines.length === 0) return []
  const paths = pathsOf(walk)
  if (paths.length < 2) return []
  const scores = paths.map((path) => score(path.steps, rules, lines))
  const best = Math.max(...scores)
  if (scores.every((s) => s === best)) return []
  const found = paths.filter((_, i) => scores[i] === best).reduce((a, b) => (b.chance > a.chance ? b : a))
  return found.follow
}

function score(steps: readonly Step[], rules: ReadonlyMap<string, ReadonlySet<string>>, lines: readonly string[]): number {
  let sum = 0
  for (const step of steps) {
    const known = step.kind === 'rule' && step.rule !== undefined ? rules.get(step.netns ?? '') : undefined
    if (known && step.rule !== undefined) sum += known.has(step.rule) ? 1 : -1
    const { endpoint } = step
    if (step.kind === 'endpoint' && endpoint && lines.some((line) => line.includes(`"${endpoint}"`))) sum += 1
  }
  return sum
}

function pathsOf(walk: Walk): Path[] {
  const out: Path[] = []
  const go = (list: readonly Step[], path: Path) => {
    if (out.length >= maxPaths) return
    const steps = [...path.steps, ...list]
    const branches: readonly Branch[] = list.at(-1)?.branches ?? []
    if (branches.length === 0) out.push({ ...path, steps })
    for (const [i, branch] of branches.entries())
      go(branch.steps, { follow: [...path.follow, i], steps, chance: path.chance * (branch.probability ?? 0) })
  }
  go(walk.steps, { follow: [], steps: [], chance: 1 })
  return out
}

/** What a person chose, and where nothing is chosen what was taken, as long as both are on the same path. */
export function withTaken(follow: readonly (number | undefined)[], taken: readonly number[]): (number | undefined)[] {
  const out = [...follow]
  for (const [n, index] of taken.entries()) {
    if (out[n] !== undefined && out[n] !== index) break
    out[n] = index
  }
  return out
}
