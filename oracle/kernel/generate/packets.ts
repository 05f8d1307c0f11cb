import fc from 'fast-check'
import { IDS, MARKS, type Pools, packetPort } from '@/oracle/kernel/generate/pools'
import type { SentPacket } from '@/oracle/kernel/packet/sent'

const proto = fc.constantFrom('tcp' as const, 'udp' as const)
const sport = fc.oneof(packetPort, fc.integer({ min: 32768, max: 60999 }))

/** Packets that come in by a link, or that the namespace sends. */
export function packets(pools: Pools, links: readonly string[]): fc.Arbitrary<SentPacket> {
  const arriving = fc.record({
    proto,
    src: fc.constantFrom(...pools.sources),
    sport,
    dst: fc.constantFrom(...pools.destinations),
    dport: packetPort,
    from: fc.record({ link: fc.constantFrom(...links) }),
  })
  const sent = fc.record({
    proto,
    src: fc.constantFrom(...pools.own),
    sport,
    dst: fc.constantFrom(...pools.destinations.filter((ip) => !ip.endsWith('.255'))),
    dport: packetPort,
    from: fc.record({
      uid: fc.constantFrom(...IDS),
      gid: fc.constantFrom(...IDS),
      mark: fc.oneof(fc.constant(0), fc.constantFrom(...MARKS)),
    }),
  })
  return fc.oneof({ arbitrary: arriving, weight: 3 }, { arbitrary: sent, weight: 2 })
}
