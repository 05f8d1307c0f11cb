import { describeReason } from '@/lib/netfilter/match/reasons'
import type { MatchReason, Rule, SkippedRule } from '@/lib/netfilter/model'

/** Says which part of a rule did not match, and why. */
export type Tell = (rule: Rule) => { part: string; reason: MatchReason }

/** Neighbours in a chain that were passed over for reasons that can be asked for: positions `from` up to, not with, `to`. */
interface Span {
  rules: readonly Rule[]
  from: number
  to: number
  tell: Tell
}

/** Rules that a packet passed over. It never changes, so that forks share it; reasons are worked out for those that somebody looks at. */
export class SkippedRules {
  static readonly none = new SkippedRules(null, null)
  readonly count: number
  private readonly last: Span | null
  private readonly earlier: SkippedRules | null

  private constructor(earlier: SkippedRules | null, last: Span | null) {
    this.earlier = earlier
    this.last = last
    this.count = (earlier?.count ?? 0) + (last ? last.to - last.from : 0)
  }

  /** With further ones behind them. */
  and(rules: readonly Rule[], from: number, to: number, tell: Tell): SkippedRules {
    const { last } = this
    if (last?.tell === tell && last.rules === rules && last.to === from) return new SkippedRules(this.earlier, { ...last, to })
    return new SkippedRules(this, { rules, from, to, tell })
  }

  /** The last `limit` of them, in their order. */
  nearest(limit = Number.POSITIVE_INFINITY): SkippedRule[] {
    const found: SkippedRule[] = []
    for (let node: SkippedRules | null = this; node; node = node.earlier) {
      const { last } = node
      for (let at = (last?.to ?? 0) - 1; last && at >= last.from && found.length < limit; at--) {
        const rule = last.rules[at]
        if (rule) found.push(skippedRule(rule, last.tell(rule)))
      }
    }
    return found.reverse()
  }
}

function skippedRule(rule: Rule, { part, reason }: ReturnType<Tell>): SkippedRule {
  return { rule, part, why: describeReason(reason), ...reason }
}
