import { field, type Json, listOf, only, textField } from '@/lib/netfilter/nft/json'
import {
  ADDRESS_TYPE,
  CT_DIRECTION,
  CT_STATE,
  CT_STATUS,
  type Datatype,
  ETHERTYPE,
  FAMILY,
  ICMP_TYPE,
  ICMPV6_TYPE,
  INTERFACE,
  IPV4,
  IPV6,
  MARK,
  NUMBER,
  PACKET_TYPE,
  PORT,
  PROTOCOL,
  TCP_FLAGS,
} from '@/lib/netfilter/nft/value/datatype'

const META: ReadonlyMap<string, Datatype> = new Map([
  ['l4proto', PROTOCOL],
  ['protocol', ETHERTYPE],
  ['nfproto', FAMILY],
  ['mark', MARK],
  ['pkttype', PACKET_TYPE],
  ['iif', INTERFACE],
  ['oif', INTERFACE],
  ['iifname', INTERFACE],
  ['oifname', INTERFACE],
])

const CT: ReadonlyMap<string, Datatype> = new Map([
  ['state', CT_STATE],
  ['status', CT_STATUS],
  ['direction', CT_DIRECTION],
  ['mark', MARK],
  ['l3proto', FAMILY],
  ['protocol', PROTOCOL],
  ['saddr', IPV4],
  ['daddr', IPV4],
  ['ip saddr', IPV4],
  ['ip daddr', IPV4],
  ['ip6 saddr', IPV6],
  ['ip6 daddr', IPV6],
  ['proto-src', PORT],
  ['proto-dst', PORT],
])

const BINARY: ReadonlySet<string> = new Set(['&', '|', '^', '<<', '>>'])

/** The datatypes of an expression, one a part of a concatenation. */
export function typesOf(expression: Json): Datatype[] {
  const parts = field(expression, 'concat')
  return parts === undefined ? [typeOf(expression)] : listOf(parts).map(typeOf)
}

/** The datatype of one expression; numbers where nftables has a type that nothing here asks for. */
export function typeOf(expression: Json): Datatype {
  const [kind, body] = only(expression) ?? []
  if (kind === undefined || body === undefined) return NUMBER
  if (BINARY.has(kind)) return typeOf(listOf(body)[0] ?? null)
  if (kind === 'meta') return META.get(textField(body, 'key') ?? '') ?? NUMBER
  if (kind === 'ct') return CT.get(textField(body, 'key') ?? '') ?? NUMBER
  if (kind === 'fib') return textField(body, 'result') === 'type' ? ADDRESS_TYPE : INTERFACE
  if (kind === 'payload') return payloadType(textField(body, 'protocol'), textField(body, 'field'))
  return NUMBER
}

function payloadType(protocol: string | null, name: string | null): Datatype {
  if (name === 'sport' || name === 'dport') return PORT
  if (protocol === 'ip' && (name === 'saddr' || name === 'daddr')) return IPV4
  if (protocol === 'ip6' && (name === 'saddr' || name === 'daddr')) return IPV6
  if (protocol === 'ip' && name === 'protocol') return PROTOCOL
  if (protocol === 'ip6' && name === 'nexthdr') return PROTOCOL
  if (name === 'type' && (protocol === 'icmp' || protocol === 'icmpv6')) return protocol === 'icmp' ? ICMP_TYPE : ICMPV6_TYPE
  return protocol === 'tcp' && name === 'flags' ? TCP_FLAGS : NUMBER
}
