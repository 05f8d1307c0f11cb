import type { Evidence, Packet } from '@/lib/api/step'
import type { ClientTls, HttpRequest } from '@/lib/envoy/model'
import type { FlowPacket } from '@/lib/netfilter/model'

/** What is said over a connection: TLS as the client offers it, and the request inside. */
export interface Payload {
  tls: ClientTls | null
  request: HttpRequest | null
}

/** Which part of the notes' path a connection is on; decides the numbers (1)…(15). */
export type Role = 'toGateway' | 'toApp' | 'appOut' | 'outside'

/** A translation that conntrack of one namespace remembers and undoes on the way back. */
export interface Translation {
  netns: string
  node: string | null
  before: FlowPacket
  after: FlowPacket
  /** The rules that did it. */
  evidence: readonly Evidence[]
}

/** The first packet of a connection on its way, with what goes with it. */
export interface Flow {
  packet: FlowPacket
  payload: Payload
  /** Where its sender sent it: what conntrack keeps as the original direction in this namespace. */
  original: { dst: string; dport: number }
  /** Ids of the sending process, null where one is not known; no owner: the packet has no socket here. */
  owner: { uid: number | null; gid: number | null } | null
  role: Role
  /** Namespaces that forwarded or received this packet so far: a loop of routes ends here. */
  hops: number
  /** Translations of all connections of this walk so far, in order. */
  trail: readonly Translation[]
  /** By which interface a packet came in that is on its way out of a namespace; absent: it was made there. */
  cameBy?: string | null
  /** Rules that translated the packet in the namespace where it is now. */
  translating: readonly Evidence[]
  /** Proxies passed so far: a loop of proxies ends here. */
  proxies: number
}

/** The packet in the form of the API: ctstate as one word list, interfaces only where they are known. */
export function apiPacket(packet: FlowPacket): Packet {
  return {
    proto: packet.proto,
    src: packet.src,
    sport: packet.sport,
    dst: packet.dst,
    dport: packet.dport,
    ...(packet.in ? { in: packet.in } : {}),
    ...(packet.out ? { out: packet.out } : {}),
    mark: packet.mark,
    ctstate: [...packet.ctstate].join(','),
  }
}

export const unchanged = (packet: FlowPacket): { before: Packet; after: Packet } => ({
  before: apiPacket(packet),
  after: apiPacket(packet),
})

export const sameTuple = (a: FlowPacket, b: FlowPacket): boolean =>
  a.src === b.src && a.dst === b.dst && a.dport === b.dport && a.sport === b.sport
