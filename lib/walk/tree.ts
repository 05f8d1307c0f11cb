import type { Branch, Step, Verdict, Walk } from '@/lib/api/step'
import { because } from '@/lib/walk/reasons'
import { readStepWord } from '@/lib/walk/words'

/** Puts steps before a walk. */
export function prepend(steps: Step[], walk: Walk): Walk {
  return steps.length === 0 ? walk : { verdict: walk.verdict, steps: [...steps, ...walk.steps] }
}

/** A walk that ends at the last of these steps; the verdict is also put on that step, where the picture draws it. */
export function endAt(steps: Step[], verdict: Verdict): Walk {
  const last = steps.at(-1)
  if (!last) return { verdict, steps }
  return { verdict, steps: [...steps.slice(0, -1), { ...last, verdict }] }
}

/** One way on, as a fork offers it. */
export interface Alternative {
  probability: number | null
  label: string
  walk: Walk
}

/**
 * A fork behind the last of `steps`. With one alternative there is no fork. The verdict is the branches' common one; where
 * they differ it is `random`, or `unknown` when nobody can say how likely they are.
 */
export function fork(steps: Step[], alternatives: Alternative[]): Walk {
  const [only] = alternatives
  if (alternatives.length === 1 && only) return prepend(steps, only.walk)
  const last = steps.at(-1)
  if (!last) throw new Error('a fork needs the step that decides')
  const branches: Branch[] = alternatives.map(({ probability, label, walk }) => ({
    probability,
    label,
    labelCode: readStepWord(label) ?? undefined,
    steps: walk.steps,
    verdict: walk.verdict,
  }))
  const verdict = commonVerdict(branches)
  return { verdict, steps: [...steps.slice(0, -1), { ...last, branches }] }
}

function commonVerdict(branches: Branch[]): Verdict {
  const possible = branches.filter((branch) => branch.probability !== 0)
  const first = possible[0]?.verdict
  if (!first) return { kind: 'unknown', ...because('no-branch') }
  if (possible.every(({ verdict }) => sameOutcome(verdict, first))) return first
  if (possible.some(({ probability, verdict }) => probability === null || verdict.kind === 'unknown')) {
    return { kind: 'unknown', ...because('branches-unknown') }
  }
  return { kind: 'random', ...because('branches-differ') }
}

const sameOutcome = (a: Verdict, b: Verdict): boolean => a.kind === b.kind && a.status === b.status && a.flags === b.flags

/** Replaces each end of a walk by what `next` makes of it: the steps that follow there and the verdict. */
export function mapEnds(walk: Walk, next: (verdict: Verdict) => Walk): Walk {
  const last = walk.steps.at(-1)
  if (last?.branches) {
    const branches = last.branches.map((branch) => {
      const mapped = mapEnds({ verdict: branch.verdict, steps: branch.steps }, next)
      return { ...branch, steps: mapped.steps, verdict: mapped.verdict }
    })
    return { verdict: commonVerdict(branches), steps: [...walk.steps.slice(0, -1), { ...last, branches }] }
  }
  const following = next(walk.verdict)
  return { verdict: following.verdict, steps: [...walk.steps, ...following.steps] }
}

interface ForkTree<T> {
  events: readonly unknown[]
  branches: { probability: number | null; label: string; tree: T }[] | null
}

/** The ways of a fork, with forks that follow one another at once (nothing happens between) made one. */
export function flatWays<T extends ForkTree<T>>(branches: NonNullable<T['branches']>): NonNullable<T['branches']> {
  return branches.flatMap((branch) => {
    const { events, branches: inner } = branch.tree
    if (events.length > 0 || !inner) return [branch]
    return flatWays<T>(inner).map((way) => ({ ...way, probability: product(branch.probability, way.probability) }))
  })
}

const product = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a * b)
