import type { Card, Lock } from '@/lib/path/model'

/** The transport of the connection that a card's steps open; null where they say nothing of it. */
export function transport(card: Card): Lock['kind'] | 'none' | null {
  for (const step of [...card.steps].reverse()) {
    if (step.kind === 'listener' || step.kind === 'filterChain') return 'none'
    if ((step.kind === 'cluster' || step.kind === 'endpoint' || step.kind === 'client') && step.security)
      return step.security === 'plaintext' ? 'none' : step.security
  }
  return null
}
