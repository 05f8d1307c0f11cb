import { withoutCounters } from '@/lib/netfilter/nft/parse/rule-texts'
import { rulesByNetns, type WalkPath } from '@/lib/walk/agreement/paths'

/** Rules the kernel reported, by namespace, in order; a namespace with a trace but no rule has an empty list. */
export type TracedRules = ReadonlyMap<string, readonly string[]>

/** `equal`; `pooled`: the kernel saw fewer (a proxy reused a connection); `fanout`: it saw more (the app called others). */
export type Comparison = 'equal' | 'pooled' | 'fanout'

export interface RuleDifference {
  netns: string
  /** Position in the list, from 1. */
  position: number
  /** null: the list ended. */
  walked: string | null
  traced: string | null
}

/** Where a way's rules first differ from the kernel's; an empty list: they agree in every namespace that has a trace. */
export function compareRules(path: WalkPath, traced: TracedRules, comparison: Comparison): RuleDifference[] {
  const walked = rulesByNetns(path)
  const differences: RuleDifference[] = []
  for (const [netns, recorded] of traced) {
    const own = walked.get(netns) ?? []
    const seen = recorded.map(asWalked)
    const difference =
      comparison === 'equal' ? firstDifference(own, seen) : comparison === 'fanout' ? missing(own, seen) : missing(seen, own)
    if (difference === null) continue
    const swapped = comparison === 'pooled'
    differences.push({
      netns,
      position: difference.position,
      walked: swapped ? difference.second : difference.first,
      traced: swapped ? difference.first : difference.second,
    })
  }
  return differences
}

/** A native rule may have been traced with what its counters had counted by then. */
export function asWalked(rule: string): string {
  return rule.startsWith('-A ') ? rule : withoutCounters(rule)
}

interface Difference {
  position: number
  first: string | null
  second: string | null
}

function firstDifference(first: readonly string[], second: readonly string[]): Difference | null {
  for (let i = 0; i < Math.max(first.length, second.length); i++) {
    if (first[i] !== second[i]) return { position: i + 1, first: first[i] ?? null, second: second[i] ?? null }
  }
  return null
}

/** The first of `part` that `whole` does not have in this order; null when it is a subsequence. */
function missing(part: readonly string[], whole: readonly string[]): Difference | null {
  let at = 0
  for (const [index, rule] of part.entries()) {
    const found = whole.indexOf(rule, at)
    if (found < 0) return { position: index + 1, first: rule, second: whole[at] ?? null }
    at = found + 1
  }
  return null
}
