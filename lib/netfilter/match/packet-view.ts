import { type Address, parseAddress } from '@/lib/netfilter/address/parse'
import type { FlowPacket, HookContext } from '@/lib/netfilter/model'

/** Beside NEW: the connection that is seen is only a template, whose tuple and mark are empty. */
export const TEMPLATE = 'TEMPLATE'

/** A packet as matches look at it: its addresses are parsed once however many rules ask. */
export class PacketView {
  readonly packet: FlowPacket
  readonly context: HookContext
  /** Connection states that a match sees; before conntrack (the raw table) there are none. */
  readonly ctstate: ReadonlySet<string>
  private sourceAddress: Address | null | undefined
  private destinationAddress: Address | null | undefined

  constructor(packet: FlowPacket, context: HookContext, ctstate: ReadonlySet<string> = packet.ctstate) {
    this.packet = packet
    this.context = context
    this.ctstate = ctstate
  }

  get source(): Address | null {
    if (this.sourceAddress === undefined) this.sourceAddress = parseAddress(this.packet.src)
    return this.sourceAddress
  }

  get destination(): Address | null {
    if (this.destinationAddress === undefined) this.destinationAddress = parseAddress(this.packet.dst)
    return this.destinationAddress
  }
}
