import type { Answer } from '@/lib/netfilter/match/answer'
import type { Demand } from '@/lib/netfilter/match/demand'
import type { PacketView } from '@/lib/netfilter/match/packet-view'
import type { RuleOption } from '@/lib/netfilter/model'

/** One part of a rule that can be asked of a packet; `text` is how it stands in the rule. */
export interface Part {
  text: string
  /** What it asks for, where that is one value: by it the rules of a long chain are found without asking each. */
  demand?: Demand
  test(view: PacketView): Answer
}

/** A match module: turns its options of a rule into parts. Options that only set something up give none. */
export interface MatchModule {
  compile(options: readonly RuleOption[]): Part[]
}
