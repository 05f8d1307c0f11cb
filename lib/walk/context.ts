import type { Question } from '@/lib/api/question'
import type { Step, Walk } from '@/lib/api/step'
import type { Mesh, Netns } from '@/lib/mesh/model'
import type { PassedOver } from '@/lib/netfilter/model'
import type { Flow } from '@/lib/walk/flow'
import { because } from '@/lib/walk/reasons'
import { skippedRule } from '@/lib/walk/skipped'

/** Hooks and proxies one walk may pass before it is given up: forks multiply, and a loop of proxies never ends by itself. */
const MAX_PARTS = 20_000

/** Parts that are walked of one that was too large: its first ways, and of the others that they were not followed. */
const FIRST_PARTS = 400

/** Passed-over rules that a step names: a packet passes thousands in a dispatch chain, and a person looks at those around the hit. */
const MAX_SKIPPED = 12

type Stage = (context: WalkContext, netns: Netns, flow: Flow) => Walk

/**
 * The stages with which the way begins again, from inside a stage that they lead to: what leaves a namespace arrives in the next one,
 * and a proxy sends a connection of its own. `walk.ts` hands them down, so that each stage knows only those below it.
 */
export interface Onward {
  readonly arrive: Stage
  readonly send: Stage
}

/** What every stage of one walk shares. */
export interface WalkContext {
  mesh: Mesh
  question: Question
  readonly onward: Onward
  /** No proxy's HTTP filter ends the request by an answer of its own. */
  readonly letPass: boolean
  /** Counts a passed part. A reason: this way is not followed further, as the whole walk was too large. Throws WalkTooLarge where that comes out first. */
  spend(): ReturnType<typeof because> | null
  /** What a step says of the rules that were passed over before it. */
  tellSkipped(skipped: PassedOver): Pick<Step, 'skipped' | 'skippedCount' | 'skippedAt'>
  /** What was passed over, where a step does not say all of it; by its `skippedAt`. */
  readonly manySkipped: readonly PassedOver[]
}

export class WalkTooLarge extends Error {}

/** `tooLarge`: this walk was, and only its first ways are followed. */
export function walkContext(mesh: Mesh, question: Question, onward: Onward, letPass = false, tooLarge = false): WalkContext {
  let parts = 0
  const manySkipped: PassedOver[] = []
  return {
    mesh,
    question,
    onward,
    letPass,
    manySkipped,
    tellSkipped(skipped) {
      if (skipped.count === 0) return {}
      const nearest = skipped.nearest(MAX_SKIPPED).map(skippedRule)
      if (skipped.count <= MAX_SKIPPED) return { skipped: nearest }
      return { skipped: nearest, skippedCount: skipped.count, skippedAt: manySkipped.push(skipped) - 1 }
    },
    spend() {
      parts += 1
      if (tooLarge) return parts > FIRST_PARTS ? because('too-large', { limit: String(MAX_PARTS) }) : null
      if (parts > MAX_PARTS) throw new WalkTooLarge()
      return null
    },
  }
}
