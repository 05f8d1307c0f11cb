import { isGap } from '@/lib/mesh/computed/model'
import type { Netns } from '@/lib/mesh/model'
import type { SeenRules } from '@/lib/mesh/netfilter'
import type { BackendChoice } from '@/lib/netfilter/backend'
import { because, followedBy, type Reason, type WalkReason } from '@/lib/walk/reasons'

const WHY: Readonly<Record<BackendChoice['why'], WalkReason>> = {
  hint: 'both-hint',
  canary: 'both-canary',
  'only-rules': 'both-rules',
  default: 'both-rules',
}

/** Which of iptables' two rule sets is in use where both hold rules, and why; nothing where there is one. */
export function bothBackends({ rules }: SeenRules): Partial<Reason> {
  const { both, backend, why } = rules.backend
  return both ? because(WHY[why], { backend: `iptables-${backend}` }) : {}
}

/** Why nothing can be told of a namespace's rules. */
export function unreadableRules(netns: Netns, seen: SeenRules | null): Reason {
  const { name } = netns
  if (!seen?.unreadable) {
    const computed = netns.computed()
    const unseen = because('rules-unseen', { netns: name })
    return computed && isGap(computed) ? followedBy(unseen, computed.why) : unseen
  }
  const { message, tables } = seen.unreadable
  if (message !== null) return because('nft-unreadable', { netns: name, message })
  return because('nft-text-only', { netns: name, tables: tables.join(', table ') })
}
