import type { FlowPacket } from '@/lib/netfilter/model'
import { isIcmp } from '@/lib/netfilter/protocol'

/** The packet with another destination; conntrack's DNAT state holds only when something really changed. */
export function withDestination(packet: FlowPacket, dst: string, dport: number): FlowPacket {
  if (dst === packet.dst && dport === packet.dport) return packet
  return { ...packet, dst, dport, ctstate: new Set([...packet.ctstate, 'DNAT']) }
}

/** The packet with another source; the SNAT state likewise. A null port is chosen by the kernel. */
export function withSource(packet: FlowPacket, src: string, sport: number | null): FlowPacket {
  if (src === packet.src && sport === packet.sport && sport !== null) return packet
  return { ...packet, src, sport, ctstate: new Set([...packet.ctstate, 'SNAT']) }
}

/** Of ICMP a random choice draws another id, on whichever side is translated. Source: nf_nat_l4proto_unique_tuple. */
export function withDrawnId(packet: FlowPacket, random: boolean): FlowPacket {
  return random && isIcmp(packet) ? { ...packet, sport: null } : packet
}
