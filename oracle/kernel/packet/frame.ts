import { type Address, parseAddress } from '@/lib/netfilter/address/parse'
import type { SentPacket } from '@/oracle/kernel/packet/sent'

/** The oracle's own packets have this identification (IPv4) or flow label (IPv6), so that the kernel's answers are told from them. */
export const PACKET_ID = 0x4853

/** An IP protocol for experiments (RFC 3692): the marker, behind which everything that a packet caused has happened. */
export const MARKER_PROTOCOL = 253

const PROTOCOL_NUMBERS = { tcp: 6, udp: 17 } as const
const TTL = 64
const SYN = 0x02
const PEER_MAC = [2, 0, 0, 0, 1, 0]

/** An Ethernet frame with an IP packet, to the interface with that number. */
export function frameOf(packet: Uint8Array, link: number): Uint8Array {
  const type = (packet[0] ?? 0) >> 4 === 6 ? [0x86, 0xdd] : [8, 0]
  return Uint8Array.from([...linkAddress(link), ...PEER_MAC, ...type, ...packet])
}

/** The MAC address of the namespace's own end of its n-th link. */
export function linkAddress(link: number): number[] {
  return [2, 0, 0, 0, 0, link]
}

/** The marker as an IP packet. */
export function markerPacket(): Uint8Array {
  return ipv4(MARKER_PROTOCOL, addressOf('192.0.2.1'), addressOf('192.0.2.2'), new Uint8Array(0))
}

/** A test's packet as bytes: a SYN, or a datagram without data. */
export function packetBytes({ proto, src, dst, sport, dport }: SentPacket): Uint8Array {
  const [from, to] = [addressOf(src), addressOf(dst)]
  const payload = proto === 'tcp' ? tcpSegment(sport, dport) : udpDatagram(sport, dport)
  const number = PROTOCOL_NUMBERS[proto]
  const sum = checksum([...bytesOf(from), ...bytesOf(to), 0, number, ...word(payload.length), ...payload])
  payload.set(word(sum === 0 && proto === 'udp' ? 0xffff : sum), proto === 'tcp' ? 16 : 6)
  return from.family === 4 ? ipv4(number, from, to, payload) : ipv6(number, from, to, payload)
}

function tcpSegment(sport: number, dport: number): Uint8Array {
  const [headerWords, window] = [5, 64240]
  return Uint8Array.from([...word(sport), ...word(dport), 0, 0, 0, 1, 0, 0, 0, 0, headerWords << 4, SYN, ...word(window), 0, 0, 0, 0])
}

function udpDatagram(sport: number, dport: number): Uint8Array {
  return Uint8Array.from([...word(sport), ...word(dport), ...word(8), 0, 0])
}

function ipv4(protocol: number, src: Address, dst: Address, payload: Uint8Array): Uint8Array {
  const header = [0x45, 0, ...word(20 + payload.length), ...word(PACKET_ID), 0, 0, TTL, protocol, 0, 0, ...bytesOf(src), ...bytesOf(dst)]
  const sum = word(checksum(header))
  return Uint8Array.from([...header.slice(0, 10), ...sum, ...header.slice(12), ...payload])
}

function ipv6(protocol: number, src: Address, dst: Address, payload: Uint8Array): Uint8Array {
  return Uint8Array.from([
    0x60,
    0,
    ...word(PACKET_ID),
    ...word(payload.length),
    protocol,
    TTL,
    ...bytesOf(src),
    ...bytesOf(dst),
    ...payload,
  ])
}

function addressOf(text: string): Address {
  const address = parseAddress(text)
  if (!address) throw new Error(`${text} is no address`)
  return address
}

function bytesOf({ family, value }: Address): number[] {
  const length = family === 4 ? 4 : 16
  return Array.from({ length }, (_, index) => Number((value >> BigInt(8 * (length - 1 - index))) & 0xffn))
}

const word = (value: number): [number, number] => [(value >> 8) & 0xff, value & 0xff]

/** The Internet checksum (RFC 1071). */
function checksum(bytes: readonly number[]): number {
  let sum = 0
  for (let index = 0; index < bytes.length; index += 2) sum += ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16)
  return ~sum & 0xffff
}
