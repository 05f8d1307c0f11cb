import type { Strip, StripMark } from '@/lib/api/overview'
import type { Step, Verdict, Walk } from '@/lib/api/step'

const envoyKinds: ReadonlySet<Step['kind']> = new Set(['listener', 'filterChain', 'filter', 'route', 'cluster', 'endpoint'])

/** Of one strip; what draws it leaves out what has no room. No walk through a mesh has as many chains and resources. */
const MAX_MARKS = 200

/** A walk in one row of marks, along its likeliest branches: there only, the way back has none. */
export function stripOf(walk: Walk): Strip {
  const { steps, verdict } = likeliest(walk.steps, walk.verdict)
  const marks: StripMark[] = []
  let place: string | undefined
  let chain: string | undefined
  for (const step of steps) {
    if (step.kind === 'client' || step.kind === 'conntrack') continue
    const here = step.netns
    if (here !== undefined && place !== undefined && here !== place && marks.length > 0) marks.push('place')
    if (here !== undefined) place = here
    const mark = markOf(step)
    const named = step.chain ? `${step.netns} ${step.hook} ${step.table} ${step.chain}` : undefined
    // A chain is one mark, however many of its rules matched; a rewrite in it takes its place.
    if (mark === 'chain' && named !== undefined && named === chain) continue
    if (mark === 'rewrite' && named === chain && marks.at(-1) === 'chain') marks.pop()
    if (mark === 'passed' && marks.at(-1) === 'passed') continue
    if (mark) marks.push(mark)
    chain = named
  }
  const end: StripMark = verdict.kind === 'delivered' ? 'app' : 'stop'
  if (marks.at(-1) !== end) marks.push(end)
  return { marks: marks.length > MAX_MARKS ? [...marks.slice(0, MAX_MARKS - 1), end] : marks, verdict: walk.verdict }
}

function markOf(step: Step): StripMark | null {
  if (step.op && step.op !== 'MARK') return 'rewrite'
  if (envoyKinds.has(step.kind)) return 'envoy'
  if (step.kind === 'rule' || step.kind === 'rewrite') return 'chain'
  if (step.kind === 'policy') return step.outcome === 'DROP' ? 'chain' : 'passed'
  return step.kind === 'routing' ? 'passed' : null
}

function likeliest(steps: readonly Step[], verdict: Verdict): { steps: Step[]; verdict: Verdict } {
  const last = steps.at(-1)
  const branches = last?.branches
  if (!branches || branches.length === 0) return { steps: [...steps], verdict }
  const best = branches.reduce((a, b) => ((b.probability ?? 0) > (a.probability ?? 0) ? b : a))
  const rest = likeliest(best.steps, best.verdict)
  return { steps: [...steps, ...rest.steps], verdict: rest.verdict }
}
