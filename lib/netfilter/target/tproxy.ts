import { parseMasked } from '@/lib/netfilter/match/mask'
import type { FlowPacket } from '@/lib/netfilter/model'
import { listeningFor } from '@/lib/netfilter/sockets/listening'
import { applyChange } from '@/lib/netfilter/target/mark'
import { type Outcome, optionValue, type Target } from '@/lib/netfilter/target/outcome'

/** -j TPROXY: gives the packet to the socket that listens on a port, and marks it; without such a socket it is dropped. Source: net/netfilter/xt_TPROXY.c. */
export const tproxy: Target = (packet, options, context) => {
  const ip = optionValue(options, '--on-ip') ?? '0.0.0.0'
  const port = Number(optionValue(options, '--on-port') ?? '0')
  const change = parseMasked(optionValue(options, '--tproxy-mark') ?? '0/0')
  const marked: FlowPacket = change ? { ...packet, mark: applyChange(packet.mark, change) } : packet
  const taken: Outcome = { kind: 'accept', packet: marked, op: 'TPROXY' }
  const own =
    ip === '0.0.0.0' || ip === '::' ? ((packet.in ? ofFamily(context.addressesOf(packet.in), packet.dst) : undefined) ?? packet.dst) : ip
  const found = listeningFor(context, packet, own, port || packet.dport)
  if (found === 'unknown') return [taken, { kind: 'drop' }]
  return found === 'none' ? [{ kind: 'drop' }] : [taken]
}

/** The first of these addresses that is of the same family as another. */
function ofFamily(addresses: readonly string[], other: string): string | undefined {
  return addresses.find((address) => address.includes(':') === other.includes(':'))
}
