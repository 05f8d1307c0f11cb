import type { Step, Walk } from '@/lib/api/step'
import { isGap } from '@/lib/mesh/computed/model'
import type { Netns } from '@/lib/mesh/model'
import type { SeenRules } from '@/lib/mesh/netfilter'
import type { BackendChoice } from '@/lib/netfilter/backend'
import type { IpVersion } from '@/lib/netfilter/family'
import { because, followedBy, type Reason, type WalkReason } from '@/lib/walk/reasons'
import { fork } from '@/lib/walk/tree'

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
export function unreadableRules(netns: Netns, seen: SeenRules | null, version: IpVersion): Reason {
  const { name } = netns
  if (seen?.damaged) {
    const { problem, origin } = seen.damaged
    const place = { line: String(problem.line), column: String(problem.column) }
    return because('dump-damaged', { netns: name, entry: origin.entry, ...place, message: problem.message })
  }
  if (!seen?.unreadable) {
    const computed = netns.computed()
    const unseen = because(version === 6 ? 'rules-unseen-v6' : 'rules-unseen', { netns: name })
    return computed && isGap(computed) ? followedBy(unseen, computed.why) : unseen
  }
  const { message, tables } = seen.unreadable
  if (message !== null) return because('nft-unreadable', { netns: name, message })
  return because('nft-text-only', { netns: name, tables: tables.join(', table ') })
}

/** Chains on hooks before PREROUTING (ingress, bridge) may stop a packet, and nothing here knows: it goes on, or nothing more can be told. */
export function behindOtherHooks({ rules, origins }: SeenRules, head: Step, walk: Walk): Walk {
  if (rules.elsewhere.length === 0) return walk
  const chains = rules.elsewhere.join(', ')
  const reason = because('foreign-rules', { chains })
  const step: Step = { ...head, kind: 'unknown', ...reason, evidence: [...origins] }
  return fork(
    [step],
    [
      { probability: null, label: 'CONTINUE', walk },
      { probability: null, label: chains, walk: { verdict: { kind: 'unknown', ...reason }, steps: [] } },
    ],
  )
}
