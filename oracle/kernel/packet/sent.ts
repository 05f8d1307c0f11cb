import type { FlowProto } from '@/lib/netfilter/model'

/** Who sends a packet that is made in the namespace, and the mark that its socket sets. */
export interface Sender {
  uid: number
  gid: number
  mark: number
}

/** A packet of a test that comes in by a link, or that a process of the namespace sends. */
export interface SentPacket {
  proto: FlowProto
  src: string
  /** Of ICMP its id, and the type and code in the place of the destination port. */
  sport: number
  dst: string
  dport: number
  from: { link: string } | Sender
  /** Its connection was answered before the rules were there; absent: it is the first of a new one. */
  established?: true
}
