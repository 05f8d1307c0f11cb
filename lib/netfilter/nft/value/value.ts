import type { Field } from '@/lib/netfilter/match/answer'
import type { PacketView } from '@/lib/netfilter/match/packet-view'
import type { MatchReason } from '@/lib/netfilter/model'
import type { NftTable } from '@/lib/netfilter/nft/model'

/** What an expression gives for a packet. */
export type Value =
  /** Addresses, ports, marks, flags. `partial`: flags of which only those that are named are known; `unsure`: bits that nobody knows, more than 0. */
  | { is: 'number'; value: bigint; partial?: boolean; unsure?: bigint }
  /** An interface; empty: there is none. */
  | { is: 'name'; name: string }
  | { is: 'parts'; parts: readonly Value[] }
  /** One of `count` numbers from `first`: numgen. */
  | { is: 'dice'; first: bigint; count: number }
  /** The packet has nothing of the kind: the rule ends there, negated or not. */
  | { is: 'absent'; field: Field }
  | { is: 'unknown'; reason: MatchReason }

/** What a statement of a native rule is asked about. */
export interface Scene {
  view: PacketView
  table: NftTable
  /** Before conntrack has seen the packet, and for what it leaves alone: there is no connection to ask. */
  tracked: boolean
  /** Whether conntrack comes later in this hook, so that what is said of the packet's connection counts. */
  beforeConntrack(): boolean
}

export const number = (value: bigint | number): Value => ({ is: 'number', value: BigInt(value) })
export const absent = (field: Field): Value => ({ is: 'absent', field })
export const unknown = (reason: MatchReason): Value => ({ is: 'unknown', reason })

/** conntrack has not seen the packet yet, and nothing was said about its connection. */
export const isUnseen = ({ view }: Scene): boolean => view.ctstate.has('INVALID')
