import fc from 'fast-check'
import { ECHO_REQUEST } from '@/lib/netfilter/protocol'
import { IDS, MARKS, type Pools, packetPort } from '@/oracle/kernel/generate/pools'
import type { SentPacket } from '@/oracle/kernel/packet/sent'

const sport = fc.oneof(packetPort, fc.integer({ min: 32768, max: 60999 }))

/** Packets that come in by a link, or that the namespace sends. */
export function packets(pools: Pools, links: readonly string[]): fc.Arbitrary<SentPacket> {
  const ports = fc.record({
    proto: fc.constantFrom('tcp' as const, 'tcp' as const, 'udp' as const, 'udp' as const, 'sctp' as const),
    dport: packetPort,
  })
  const icmp = pools.family === 4 ? ('icmp' as const) : ('icmpv6' as const)
  const asked = fc.oneof({ arbitrary: ports, weight: 8 }, { arbitrary: fc.constant({ proto: icmp, dport: ECHO_REQUEST[icmp] }), weight: 1 })
  const arriving = fc.record({
    asked,
    src: fc.constantFrom(...pools.sources),
    sport,
    dst: fc.constantFrom(...pools.destinations),
    from: fc.record({ link: fc.constantFrom(...links) }),
  })
  const sent = fc.record({
    asked,
    src: fc.constantFrom(...pools.own),
    sport,
    dst: fc.constantFrom(...pools.destinations.filter((ip) => !ip.endsWith('.255'))),
    from: fc.record({
      uid: fc.constantFrom(...IDS),
      gid: fc.constantFrom(...IDS),
      mark: fc.oneof(fc.constant(0), fc.constantFrom(...MARKS)),
    }),
  })
  const either = fc.oneof({ arbitrary: arriving, weight: 3 }, { arbitrary: sent, weight: 2 })
  return either.map(({ asked: { proto, dport }, ...packet }) => ({ ...packet, proto, dport }))
}
