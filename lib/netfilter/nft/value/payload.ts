import { type Json, numberField, textField } from '@/lib/netfilter/nft/json'
import { TCP_FLAGS } from '@/lib/netfilter/nft/value/datatype'
import { absent, number, type Scene, unknown, type Value } from '@/lib/netfilter/nft/value/value'
import { isIcmp, PROTOCOL_NUMBERS } from '@/lib/netfilter/protocol'

/** Headers behind IPv4 or IPv6: a rule that asks for one that the packet does not have ends there. */
const HEADERS: ReadonlySet<string> = new Set([
  ...['tcp', 'udp', 'sctp', 'icmp', 'icmpv6', 'igmp', 'dccp', 'udplite', 'esp', 'ah', 'comp', 'arp', 'gre'],
])

/** A field of a header; null: not modelled. */
export function readPayload(body: Json, { view }: Scene): Value | null {
  const { packet } = view
  const [protocol, name] = [textField(body, 'protocol'), textField(body, 'field')]
  if (textField(body, 'base') !== null) return readRaw(body, view)
  if (protocol === null || name === null) return null
  if (protocol === 'ip' || protocol === 'ip6') {
    if (packet.src.includes(':') !== (protocol === 'ip6')) return absent('protocol')
    return readAddress(name, view)
  }
  if (protocol !== 'th' && !HEADERS.has(protocol)) return null
  if (protocol !== 'th' && protocol !== packet.proto) return absent('protocol')
  // `th dport` of ICMP is a part of its checksum.
  if (isIcmp(packet)) return protocol === 'th' ? null : readIcmp(name, packet.dport)
  if (name === 'dport') return number(packet.dport)
  if (name === 'sport') return packet.sport === null ? unknown({ code: 'not-known', values: { field: 'sport' } }) : number(packet.sport)
  // The first packet of a connection is a SYN.
  return protocol === 'tcp' && name === 'flags' ? number(TCP_FLAGS.symbols?.get('syn') ?? 2n) : null
}

function readIcmp(name: string, typeAndCode: number): Value | null {
  return name === 'type' ? number(typeAndCode >> 8) : name === 'code' ? number(typeAndCode & 0xff) : null
}

function readAddress(name: string, view: Scene['view']): Value | null {
  if (name === 'saddr') return view.source ? number(view.source.value) : unknown({ code: 'not-known', values: { field: 'source' } })
  if (name === 'daddr')
    return view.destination ? number(view.destination.value) : unknown({ code: 'not-known', values: { field: 'destination' } })
  if (name === 'protocol' || name === 'nexthdr') return number(PROTOCOL_NUMBERS[view.packet.proto])
  if (name === 'version') return number(view.source?.family ?? 4)
  // A connection's first packet is followed as one that is whole and has no options; whether it may be fragmented its sender said.
  if (name === 'hdrlength') return number(HEADER_WORDS)
  return name === 'frag-off' ? { is: 'number', value: 0n, unsure: DONT_FRAGMENT } : null
}

const HEADER_WORDS = 5
const DONT_FRAGMENT = 0x4000n

/** Fields of IPv4's header by where they stand, in bits: nft prints those that a rule asks for without saying of which protocol they are. */
const RAW_IPV4: ReadonlyMap<string, string> = new Map([
  ['0,4', 'version'],
  ['4,4', 'hdrlength'],
  ['72,8', 'protocol'],
  ['96,32', 'saddr'],
  ['128,32', 'daddr'],
])

/** `@nh,OFFSET,LENGTH`: of IPv4's header; null: another one, or in between two fields. */
function readRaw(body: Json, view: Scene['view']): Value | null {
  const name = RAW_IPV4.get(`${numberField(body, 'offset')},${numberField(body, 'len')}`)
  if (textField(body, 'base') !== 'nh' || name === undefined || view.packet.src.includes(':')) return null
  return readAddress(name, view)
}
