import { compileRule } from '@/lib/netfilter/evaluate/compile'
import type { Tell } from '@/lib/netfilter/evaluate/skipped-rules'
import { testRule } from '@/lib/netfilter/evaluate/test-rule'
import type { PacketView } from '@/lib/netfilter/match/packet-view'
import type { MatchReason, Rule } from '@/lib/netfilter/model'
import { isNative } from '@/lib/netfilter/nft/model'
import { printStatement } from '@/lib/netfilter/nft/print/rule'
import { type RunResult, runRule, type Stage } from '@/lib/netfilter/nft/run'

type Passed = Extract<RunResult, { is: 'passed' }>

/** Asks rules again that a packet passed over as it was seen here. `stage`: where native rules are carried out; null: of a chain of iptables. */
export function whySkipped(view: PacketView, stage: Stage | null): Tell {
  return (rule) => {
    if (isNative(rule)) {
      const result = stage && runRule(rule, view.packet, stage, null)
      return result?.is === 'passed' && result.packet === view.packet ? nativePart(result, stage?.table.family ?? '') : unexplained(rule)
    }
    const answer = testRule(compileRule(rule), view)
    return answer.is === 'no' ? { part: answer.part, reason: answer.reason } : unexplained(rule)
  }
}

/** The statement that ended a native rule. */
export function nativePart({ statement, reason }: Passed, family: string): { part: string; reason: MatchReason } {
  const part = printStatement(statement, family)
  return { part, reason: reason ?? { code: 'not-modelled', values: { what: part } } }
}

/** It was passed over and now matches or does something: the evaluation would contradict itself. */
function unexplained(rule: Rule): never {
  throw new Error(`the rule ${rule.index} of ${rule.chain} was passed over and matches`)
}
