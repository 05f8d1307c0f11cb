import type { Branch, Step, Walk } from '@/lib/api/step'
import { ruleKey } from '@/lib/path/rule-text'

export interface CounterChange {
  packets: number
  reset?: boolean
}

function eachRule(steps: readonly Step[], visit: (step: Step) => void): void {
  for (const step of steps) {
    if (step.counter) visit(step)
    for (const branch of step.branches ?? []) eachRule(branch.steps, visit)
  }
}

/** Packets of every rule of a walk, by lib/path's ruleKey. */
function countersOf(walk: Walk): Map<string, { packets: number; bytes: number }> {
  const counters = new Map<string, { packets: number; bytes: number }>()
  eachRule(walk.steps, (step) => step.counter && counters.set(ruleKey(step), step.counter))
  return counters
}

/**
 * How far each rule's counter moved between two readings of the same walk. A counter that went back was reset; the picture
 * adds a change to the earlier reading, so that is the walk to draw beside it.
 */
export function counterChanges(before: Walk, after: Walk): Map<string, CounterChange> {
  const earlier = countersOf(before)
  const changes = new Map<string, CounterChange>()
  for (const [key, now] of countersOf(after)) {
    const then = earlier.get(key)
    if (!then || now.packets === then.packets) continue
    changes.set(key, now.packets < then.packets ? { packets: now.packets, reset: true } : { packets: now.packets - then.packets })
  }
  return changes
}

/** A walk with the counters of an earlier reading where that had the same rule. */
export function withCountersOf(walk: Walk, before: Walk): Walk {
  const earlier = countersOf(before)
  const rebase = (steps: readonly Step[]): Step[] =>
    steps.map((step) => {
      const counter = step.counter ? earlier.get(ruleKey(step)) : undefined
      const branches = step.branches?.map((branch): Branch => ({ ...branch, steps: rebase(branch.steps) }))
      return {
        ...step,
        ...(counter && step.counter && counter.packets <= step.counter.packets ? { counter } : {}),
        ...(branches ? { branches } : {}),
      }
    })
  return { ...walk, steps: rebase(walk.steps) }
}
