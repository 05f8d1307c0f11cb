import type { Question } from '@/lib/api/question'
import type { Walk } from '@/lib/api/step'
import type { Mesh } from '@/lib/mesh/model'
import type { PassedOver } from '@/lib/netfilter/model'
import { arrive } from '@/lib/walk/arrive'
import { walkFromClient } from '@/lib/walk/client'
import { type Onward, type WalkContext, WalkTooLarge, walkContext } from '@/lib/walk/context'
import { send } from '@/lib/walk/send'

const ONWARD: Onward = { arrive, send }

/**
 * The way of one request through a mesh: the tree of steps, with the packet before and after, the evidence, every branch
 * with its probability, and the verdict. Pure; never throws for a question or an observation.
 */
export function walk(mesh: Mesh, question: Question): Walk {
  return walkIn(mesh, question).walk
}

/**
 * What would have followed, had the filter of a proxy that answered by itself (a policy, a token, a fault) let the request pass: the steps after it and
 * how they end. Null for walks that ended otherwise, or after a fork.
 */
export function walkPastRefusal(mesh: Mesh, question: Question, { verdict, steps }: Walk): Walk | null {
  const there = steps.filter(({ kind }) => kind !== 'conntrack')
  if (verdict.kind !== 'answered' || there.at(-1)?.kind !== 'filter') return null
  const passed = walkIn(mesh, question, true).walk
  const rest = passed.steps.slice(there.length)
  return rest.every(({ kind }) => kind === 'conntrack') ? null : { verdict: passed.verdict, steps: rest }
}

/** What a walk's steps leave out of the rules that were passed over, by their `skippedAt`. */
export function skippedOnWalk(mesh: Mesh, question: Question): readonly PassedOver[] {
  return walkIn(mesh, question).context.manySkipped
}

/** Of a walk that is too large the first ways are followed, and the others end as unknown where they begin. */
function walkIn(mesh: Mesh, question: Question, letPass = false): { walk: Walk; context: WalkContext } {
  const whole = walkContext(mesh, question, ONWARD, letPass)
  try {
    return { walk: walkFromClient(whole), context: whole }
  } catch (error) {
    if (!(error instanceof WalkTooLarge)) throw error
    const first = walkContext(mesh, question, ONWARD, letPass, true)
    return { walk: walkFromClient(first), context: first }
  }
}
