import type { FlowProto } from '@/lib/netfilter/model'

/** IANA's numbers of the protocols that packets are followed with. */
export const PROTOCOL_NUMBERS: Readonly<Record<FlowProto, number>> = { tcp: 6, udp: 17, sctp: 132, icmp: 1, icmpv6: 58 }

/** Whether a packet is ICMP: a first one is an echo request, whose `sport` is its id and whose `dport` is its type and code (RFC 792, RFC 4443). */
export function isIcmp({ proto }: { proto: FlowProto }): boolean {
  return proto === 'icmp' || proto === 'icmpv6'
}

/** Type and code of an echo request, as conntrack keeps them in the place of a destination port. */
export const ECHO_REQUEST = { icmp: 8 << 8, icmpv6: 128 << 8 } as const
