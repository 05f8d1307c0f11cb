import type { SentPacket } from '@/oracle/kernel/packet/sent'

const ADDRESSES = {
  4: { near: '10.1.0.9', own: '10.1.0.1', to: ['10.1.0.1', '10.9.9.9', '127.0.0.1', '10.2.0.9', '10.50.0.3', '192.0.2.77'] },
  6: { near: 'fd00:1::9', own: 'fd00:1::1', to: ['fd00:1::1', 'fd00:1::2', '::1', 'fd00:2::9', 'fd00:50::3', '2001:db8::77'] },
} as const
const PORTS = [53, 80, 8443, 15008, 15021]

/** What comes in, what the app sends, and what the proxy sends, by TCP and UDP. */
export function everyKind(version: 4 | 6 = 4): SentPacket[] {
  const { near, own, to } = ADDRESSES[version]
  return (['tcp', 'udp'] as const).flatMap((proto) =>
    PORTS.flatMap((dport) => {
      const links = ['eth0', 'eth1', 'cali1']
      const arriving = links.flatMap((link) =>
        [to[0], to[1], to[3]].map((dst) => ({ proto, src: near, sport: 40000, dst, dport, from: { link } })),
      )
      const senders = [
        { uid: 1000, gid: 1000, mark: 0 },
        { uid: 1337, gid: 1337, mark: 0 },
        { uid: 0, gid: 1337, mark: 0 },
        { uid: 1337, gid: 1337, mark: 0x539 },
      ]
      const sent = to.flatMap((dst) => senders.map((from) => ({ proto, src: own, sport: 40000, dst, dport, from })))
      return [...arriving, ...sent]
    }),
  )
}
