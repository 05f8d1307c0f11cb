import type { Question } from '@/lib/api/question'
import type { Mesh } from '@/lib/mesh/model'

/** Hooks and proxies one walk may pass before it is given up: forks multiply, and a loop of proxies never ends by itself. */
const MAX_PARTS = 20_000

/** What every stage of one walk shares. */
export interface WalkContext {
  mesh: Mesh
  question: Question
  /** Counts a passed part; throws WalkTooLarge beyond the limit. */
  count(): void
}

export class WalkTooLarge extends Error {
  readonly parts = MAX_PARTS
}

export function walkContext(mesh: Mesh, question: Question): WalkContext {
  let parts = 0
  return {
    mesh,
    question,
    count() {
      parts += 1
      if (parts > MAX_PARTS) throw new WalkTooLarge()
    },
  }
}
