import type { BaseChain } from '@/lib/netfilter/evaluate/base-chains'
import { TEMPLATE } from '@/lib/netfilter/match/packet-view'
import type { FlowPacket, HookContext } from '@/lib/netfilter/model'

/** Base chains with a priority up to this one see the packet before conntrack does, where it comes in or is made. */
const CONNTRACK_PRIORITY = -200

/** Before conntrack (the raw table) a packet has no connection, which xt_conntrack calls INVALID. */
const BEFORE_CONNTRACK: ReadonlySet<string> = new Set(['INVALID'])
/** Behind -j CT it has the template of one. */
const WITH_TEMPLATE: ReadonlySet<string> = new Set(['NEW', TEMPLATE])

/** The connection states that a match sees of a packet in a base chain. */
export function statesIn(base: BaseChain | null, packet: FlowPacket, { hook, natDone }: HookContext): ReadonlySet<string> {
  // Only over lo a packet comes in with the connection that it has already.
  const attached = natDone === true && packet.in === 'lo'
  const isFirst = (hook === 'PREROUTING' || hook === 'OUTPUT') && !attached && !packet.ctstate.has('UNTRACKED')
  if (isFirst && base !== null && base.priority <= CONNTRACK_PRIORITY) return packet.template ? WITH_TEMPLATE : BEFORE_CONNTRACK
  return packet.ctstate
}
