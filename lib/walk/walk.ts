import type { Question } from '@/lib/api/question'
import type { Walk } from '@/lib/api/step'
import type { Mesh } from '@/lib/mesh/model'
import type { PassedOver } from '@/lib/netfilter/model'
import { walkFromClient } from '@/lib/walk/client'
import { type WalkContext, WalkTooLarge, walkContext } from '@/lib/walk/context'
import { because } from '@/lib/walk/reasons'

/**
 * The way of one request through a mesh: the tree of steps, with the packet before and after, the evidence, every branch
 * with its probability, and the verdict. Pure; never throws for a question or an observation.
 */
export function walk(mesh: Mesh, question: Question): Walk {
  return walkIn(walkContext(mesh, question))
}

/** What a walk's steps leave out of the rules that were passed over, by their `skippedAt`. */
export function skippedOnWalk(mesh: Mesh, question: Question): readonly PassedOver[] {
  const context = walkContext(mesh, question)
  walkIn(context)
  return context.manySkipped
}

function walkIn(context: WalkContext): Walk {
  try {
    return walkFromClient(context)
  } catch (error) {
    if (error instanceof WalkTooLarge)
      return { verdict: { kind: 'unknown', ...because('too-large', { limit: String(error.parts) }) }, steps: [] }
    throw error
  }
}
