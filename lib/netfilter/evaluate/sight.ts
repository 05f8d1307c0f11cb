import type { BaseChain } from '@/lib/netfilter/evaluate/base-chains'
import type { RuleIndex } from '@/lib/netfilter/evaluate/rule-index'
import type { Tell } from '@/lib/netfilter/evaluate/skipped-rules'
import { statesIn } from '@/lib/netfilter/evaluate/states'
import { whySkipped } from '@/lib/netfilter/evaluate/why-skipped'
import { PacketView } from '@/lib/netfilter/match/packet-view'
import type { FlowPacket, HookContext } from '@/lib/netfilter/model'
import { isNativeTable } from '@/lib/netfilter/nft/model'
import type { Stage } from '@/lib/netfilter/nft/run'

/** A packet as the rules of a base chain see it, and which rules of long chains may match it. */
export interface Sight {
  view: PacketView
  stage: Stage | null
  tell: Tell
  mayMatch: Map<RuleIndex, ReturnType<RuleIndex['mayMatch']>>
}

/** How a packet is seen in a base chain; null: outside of one. */
export function sightOf(packet: FlowPacket, base: BaseChain | null, context: HookContext): Sight {
  const ctstate = (one: FlowPacket) => statesIn(base, one, context)
  const view = new PacketView(packet, context, ctstate(packet))
  const stage = base && isNativeTable(base.table) ? { table: base.table, context, ctstate } : null
  return { view, stage, tell: whySkipped(view, stage), mayMatch: new Map() }
}
