import { type Address, parseAddress } from '@/lib/netfilter/address/parse'
import { PROTOCOL_NUMBERS } from '@/lib/netfilter/protocol'
import type { SentPacket } from '@/oracle/kernel/packet/sent'

/** The oracle's own packets have this identification (IPv4) or flow label (IPv6), so that the kernel's answers are told from them. */
export const PACKET_ID = 0x4853

/** An IP protocol for experiments (RFC 3692): the marker, behind which everything that a packet caused has happened. */
export const MARKER_PROTOCOL = 253

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

/** A test's packet as bytes: a SYN, an INIT, an echo request, or a datagram without data. */
export function packetBytes({ proto, src, dst, sport, dport }: SentPacket): Uint8Array {
  const [from, to] = [addressOf(src), addressOf(dst)]
  const payload = PAYLOADS[proto](sport, dport)
  const number = PROTOCOL_NUMBERS[proto]
  const pseudo = proto === 'icmp' ? [] : [...bytesOf(from), ...bytesOf(to), 0, number, ...word(payload.length)]
  const sum = proto === 'sctp' ? 0 : checksum([...pseudo, ...payload])
  if (proto === 'sctp') payload.set(crc32c(payload), 8)
  else payload.set(word(sum === 0 && proto === 'udp' ? 0xffff : sum), CHECKSUM_AT[proto])
  return from.family === 4 ? ipv4(number, from, to, payload) : ipv6(number, from, to, payload)
}

const CHECKSUM_AT = { tcp: 16, udp: 6, icmp: 2, icmpv6: 2 } as const

const PAYLOADS: Readonly<Record<SentPacket['proto'], (sport: number, dport: number) => Uint8Array>> = {
  tcp: tcpSegment,
  udp: udpDatagram,
  sctp: sctpInit,
  icmp: echoRequest,
  icmpv6: echoRequest,
}

/** The header of an SCTP packet and a chunk INIT: tag, window, one stream out and in, first number (RFC 9260). */
function sctpInit(sport: number, dport: number): Uint8Array {
  return Uint8Array.from([
    ...[...word(sport), ...word(dport), 0, 0, 0, 0, 0, 0, 0, 0],
    ...[1, 0, ...word(20), 0, 0, 0, 7, 0, 0, ...word(64240), ...word(1), ...word(1), 0, 0, 0, 1],
  ])
}

function echoRequest(id: number, typeAndCode: number): Uint8Array {
  return Uint8Array.from([...word(typeAndCode), 0, 0, ...word(id), ...word(1)])
}

/** SCTP's checksum, the low byte first (RFC 9260, appendix A). */
function crc32c(bytes: Uint8Array): number[] {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0)
  }
  crc = ~crc >>> 0
  return [crc & 0xff, (crc >>> 8) & 0xff, (crc >>> 16) & 0xff, crc >>> 24]
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
