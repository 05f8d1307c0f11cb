import type { Strip, StripMark } from '@/lib/api/overview'
import type { Step, Walk } from '@/lib/api/step'

/** A row ends somewhere: longer walks are cut before their end. */
const MAX_MARKS = 60

/** A walk in one row: its first way in packet order, without the way back. Chains and Envoys once each, rewrites always. */
export function stripOf(walk: Walk): Strip {
  const marks: StripMark[] = []
  let steps: readonly Step[] = walk.steps
  let place: string | undefined
  let chain = ''
  let ended = false
  const add = (mark: StripMark) => marks.push(mark)
  while (steps.length > 0 && !ended) {
    for (const step of steps) {
      if (step.kind === 'conntrack') break
      if (step.netns !== undefined && step.netns !== place) {
        if (place !== undefined) add('place')
        place = step.netns
        chain = ''
      }
      const inChain = `${step.hook} ${step.table} ${step.chain}`
      if (step.op !== undefined && step.op !== 'MARK') add('rewrite')
      else if ((step.kind === 'rule' || step.kind === 'policy') && inChain !== chain) add('chain')
      else if (['listener', 'filterChain', 'filter', 'route', 'cluster', 'endpoint'].includes(step.kind)) add('envoy')
      else if (step.kind === 'routing') add('passed')
      if (step.kind === 'rule' || step.kind === 'policy') chain = inChain
      if (step.verdict !== undefined) ended = true
    }
    steps = likeliest(steps.at(-1)?.branches)
  }
  const shown = marks.slice(0, MAX_MARKS)
  shown.push(walk.verdict.kind === 'delivered' || walk.verdict.kind === 'random' ? 'app' : 'stop')
  return { marks: shown, verdict: walk.verdict }
}

function likeliest(branches: Step['branches']): readonly Step[] {
  let best: NonNullable<Step['branches']>[number] | undefined
  for (const branch of branches ?? []) if (!best || (branch.probability ?? 0) > (best.probability ?? 0)) best = branch
  return best?.steps ?? []
}
