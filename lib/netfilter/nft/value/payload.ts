import { type Json, textField } from '@/lib/netfilter/nft/json'
import { TCP_FLAGS } from '@/lib/netfilter/nft/value/datatype'
import { absent, number, type Scene, unknown, type Value } from '@/lib/netfilter/nft/value/value'

/** Headers that a TCP or UDP packet over IPv4 or IPv6 never has: a rule that asks for them ends there. */
const OTHER_HEADERS: ReadonlySet<string> = new Set(['icmp', 'icmpv6', 'igmp', 'sctp', 'dccp', 'udplite', 'esp', 'ah', 'comp', 'arp', 'gre'])

/** A field of a header; null: not modelled. */
export function readPayload(body: Json, { view }: Scene): Value | null {
  const { packet } = view
  const [protocol, name] = [textField(body, 'protocol'), textField(body, 'field')]
  if (protocol === null || name === null) return null
  if (OTHER_HEADERS.has(protocol)) return absent('protocol')
  if (protocol === 'ip' || protocol === 'ip6') {
    if (packet.src.includes(':') !== (protocol === 'ip6')) return absent('protocol')
    return readAddress(name, view)
  }
  if (protocol !== 'th' && protocol !== 'tcp' && protocol !== 'udp') return null
  if (protocol !== 'th' && protocol !== packet.proto) return absent('protocol')
  if (name === 'dport') return number(packet.dport)
  if (name === 'sport') return packet.sport === null ? unknown({ code: 'not-known', values: { field: 'sport' } }) : number(packet.sport)
  // The first packet of a connection is a SYN.
  return protocol === 'tcp' && name === 'flags' ? number(TCP_FLAGS.symbols?.get('syn') ?? 2n) : null
}

function readAddress(name: string, view: Scene['view']): Value | null {
  if (name === 'saddr') return view.source ? number(view.source.value) : unknown({ code: 'not-known', values: { field: 'source' } })
  if (name === 'daddr')
    return view.destination ? number(view.destination.value) : unknown({ code: 'not-known', values: { field: 'destination' } })
  if (name === 'protocol' || name === 'nexthdr') return number(view.packet.proto === 'tcp' ? 6 : 17)
  return name === 'version' ? number(view.source?.family ?? 4) : null
}
