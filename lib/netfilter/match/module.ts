import type { Answer } from '@/lib/netfilter/match/answer'
import type { PacketView } from '@/lib/netfilter/match/packet-view'
import type { RuleOption } from '@/lib/netfilter/model'

/** One part of a rule that can be asked of a packet; `text` is how it stands in the rule. */
export interface Part {
  text: string
  test(view: PacketView): Answer
}

/** A match module: turns its options of a rule into parts. Options that only set something up give none. */
export interface MatchModule {
  compile(options: readonly RuleOption[]): Part[]
}
