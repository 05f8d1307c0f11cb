import type { Recorded } from '@/lib/api/request'
import type { Step, Walk } from '@/lib/api/step'
import { matchingBlocks } from '@/lib/istio/diff/sequence-matcher'

export interface ComparisonRow {
  /** null: the walk has no such rule. */
  walked: string | null
  /** null: the kernel reported no such rule. */
  traced: string | null
}

export interface ComparedNamespace {
  netns: string
  rows: ComparisonRow[]
}

/**
 * The walk's rules beside the kernel's, for each namespace that has a trace, in the order in which the walk meets them. `follow` says at each fork which branch was
 * taken (the first where it says nothing). Of a request that was sent several times, the first send.
 */
export function comparisonRows(
  walk: Walk,
  recorded: Pick<Recorded, 'traces'>,
  follow: readonly (number | undefined)[],
): ComparedNamespace[] {
  const steps = along(walk, follow)
  const places = [...new Set(steps.flatMap((step) => step.netns ?? []))]
  const rank = (netns: string) => (places.includes(netns) ? places.indexOf(netns) : places.length)
  const traces = recorded.traces.toSorted((a, b) => rank(a.netns) - rank(b.netns))
  return traces.map(({ netns, trace }) => {
    const traced = trace
      .filter((entry) => (entry.send ?? 0) === 0)
      .flatMap((entry) => entry.steps.flatMap((step) => (step.kind === 'rule' && step.rule !== null ? [step.rule] : [])))
    const walked = steps.flatMap((step) => (step.kind === 'rule' && step.netns === netns && step.rule !== undefined ? [step.rule] : []))
    return { netns, rows: sideBySide(walked, traced) }
  })
}

function along(walk: Walk, follow: readonly (number | undefined)[]): Step[] {
  const steps: Step[] = []
  let fork = 0
  for (let list: readonly Step[] | undefined = walk.steps; list; ) {
    steps.push(...list)
    const branches: Step['branches'] = list.at(-1)?.branches
    list = branches ? (branches[follow[fork++] ?? 0] ?? branches[0])?.steps : undefined
  }
  return steps
}

function sideBySide(walked: readonly string[], traced: readonly string[]): ComparisonRow[] {
  const rows: ComparisonRow[] = []
  let [left, right] = [0, 0]
  const gap = (toLeft: number, toRight: number) => {
    while (left < toLeft || right < toRight) {
      rows.push({ walked: left < toLeft ? (walked[left++] ?? null) : null, traced: right < toRight ? (traced[right++] ?? null) : null })
    }
  }
  for (const { a, b, size } of matchingBlocks(walked, traced)) {
    gap(a, b)
    gap(a + size, b + size)
  }
  gap(walked.length, traced.length)
  return rows
}
