import type { CompiledRule } from '@/lib/netfilter/evaluate/compile'
import type { PacketView } from '@/lib/netfilter/match/packet-view'
import type { MatchReason } from '@/lib/netfilter/model'

/** What a whole rule says of a packet: one part that says no decides, whatever the others do not know. */
export type RuleAnswer =
  | { is: 'yes' }
  | { is: 'no'; part: string; reason: MatchReason }
  | { is: 'unknown'; part: string; reason: MatchReason }
  | { is: 'chance'; probability: number }

/** Asks every part of a rule. A chance beside an unknown part is unknown. */
export function testRule(rule: CompiledRule, view: PacketView): RuleAnswer {
  let unknown: RuleAnswer | null = null
  let probability = 1
  for (const part of rule.parts) {
    const answer = part.test(view)
    if (answer.is === 'no') return { is: 'no', part: part.text, reason: answer.reason }
    if (answer.is === 'unknown') unknown ??= { is: 'unknown', part: part.text, reason: answer.reason }
    if (answer.is === 'chance') probability *= answer.probability
  }
  if (unknown) return unknown
  return probability >= 1 ? { is: 'yes' } : { is: 'chance', probability }
}
