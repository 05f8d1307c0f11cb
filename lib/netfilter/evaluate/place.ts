import type { BaseChain } from '@/lib/netfilter/evaluate/base-chains'
import type { SkippedRules, Tell } from '@/lib/netfilter/evaluate/skipped-rules'
import type { Chain, FlowPacket } from '@/lib/netfilter/model'
import type { Resumed } from '@/lib/netfilter/nft/run'

/** A chain that is being passed: the next rule's position, the rules passed over since the last event, and the chain to return to. */
export interface Frame {
  chain: Chain
  next: number
  skipped: SkippedRules
  up: Frame | null
  /** The chain whose rule led here, also by a goto. */
  via: Frame | null
  /** How many frames stand on `via`'s way. */
  calls: number
}

/** A place on a way, from which it can be followed further. `forced`: the rule there is taken as matched. */
export interface Place {
  /** Position among the hook's base chains. */
  at: number
  base: BaseChain | null
  frame: Frame | null
  packet: FlowPacket
  uncertain: boolean
  forced: boolean
  /** A native rule that forked, and the way that is taken there. */
  resumed: Resumed | null
  /** A nat chain of this hook has translated the packet: the others are not asked. */
  translated: boolean
  depth: number
}

/** Notes rules that are passed over, up to the position `to`, and goes there. */
export function skip(frame: Frame, tell: Tell, to = frame.next + 1): void {
  frame.skipped = frame.skipped.and(frame.chain.rules, frame.next, to, tell)
  frame.next = to
}
