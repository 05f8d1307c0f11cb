import { parseAddress } from '@/lib/netfilter/address/parse'
import { type Json, listOf, only } from '@/lib/netfilter/nft/json'

/** How nftables writes the values of an expression, and what they are as numbers. */
export interface Datatype {
  name: 'ipv4' | 'ipv6' | 'port' | 'protocol' | 'mark' | 'interface' | 'flags' | 'symbol' | 'number'
  bits: number
  symbols?: ReadonlyMap<string, bigint>
}

const table = (entries: readonly (readonly [string, number])[]) => new Map(entries.map(([name, value]) => [name, BigInt(value)]))

export const IPV4: Datatype = { name: 'ipv4', bits: 32 }
export const IPV6: Datatype = { name: 'ipv6', bits: 128 }
export const PORT: Datatype = { name: 'port', bits: 16 }
export const MARK: Datatype = { name: 'mark', bits: 32 }
export const INTERFACE: Datatype = { name: 'interface', bits: 0 }
export const NUMBER: Datatype = { name: 'number', bits: 64 }

export const PROTOCOL: Datatype = {
  name: 'protocol',
  bits: 8,
  symbols: table([
    ['icmp', 1],
    ['tcp', 6],
    ['udp', 17],
    ['dccp', 33],
    ['gre', 47],
    ['esp', 50],
    ['ah', 51],
    ['icmpv6', 58],
    ['ipv6-icmp', 58],
    ['sctp', 132],
    ['udplite', 136],
  ]),
}

export const FAMILY: Datatype = {
  name: 'symbol',
  bits: 8,
  symbols: table([
    ['ipv4', 2],
    ['ipv6', 10],
  ]),
}

export const ETHERTYPE: Datatype = {
  name: 'symbol',
  bits: 16,
  symbols: table([
    ['ip', 0x800],
    ['arp', 0x806],
    ['vlan', 0x8100],
    ['8021q', 0x8100],
    ['ip6', 0x86dd],
  ]),
}

/** Source: enum ip_conntrack_info as nft_ct makes bits of it. */
export const CT_STATE: Datatype = {
  name: 'flags',
  bits: 32,
  symbols: table([
    ['invalid', 1],
    ['established', 2],
    ['related', 4],
    ['new', 8],
    ['untracked', 64],
  ]),
}

/** Source: enum ip_conntrack_status. */
export const CT_STATUS: Datatype = {
  name: 'flags',
  bits: 32,
  symbols: table([
    ['expected', 1],
    ['seen-reply', 2],
    ['assured', 4],
    ['confirmed', 8],
    ['snat', 16],
    ['dnat', 32],
    ['dying', 512],
  ]),
}

export const CT_DIRECTION: Datatype = {
  name: 'symbol',
  bits: 8,
  symbols: table([
    ['original', 0],
    ['reply', 1],
  ]),
}

export const TCP_FLAGS: Datatype = {
  name: 'flags',
  bits: 8,
  symbols: table([
    ['fin', 1],
    ['syn', 2],
    ['rst', 4],
    ['psh', 8],
    ['ack', 16],
    ['urg', 32],
    ['ecn', 64],
    ['cwr', 128],
  ]),
}

/** Source: linux/if_packet.h. */
export const PACKET_TYPE: Datatype = {
  name: 'symbol',
  bits: 8,
  symbols: table([
    ['host', 0],
    ['unicast', 0],
    ['broadcast', 1],
    ['multicast', 2],
    ['other', 3],
  ]),
}

/** Source: src/datatype and src/proto of nftables. */
export const ICMP_TYPE: Datatype = {
  name: 'symbol',
  bits: 8,
  symbols: table([
    ['echo-reply', 0],
    ['destination-unreachable', 3],
    ['source-quench', 4],
    ['redirect', 5],
    ['echo-request', 8],
    ['router-advertisement', 9],
    ['router-solicitation', 10],
    ['time-exceeded', 11],
    ['parameter-problem', 12],
    ['timestamp-request', 13],
    ['timestamp-reply', 14],
    ['info-request', 15],
    ['info-reply', 16],
    ['address-mask-request', 17],
    ['address-mask-reply', 18],
  ]),
}

export const ICMPV6_TYPE: Datatype = {
  name: 'symbol',
  bits: 8,
  symbols: table([
    ['destination-unreachable', 1],
    ['packet-too-big', 2],
    ['time-exceeded', 3],
    ['parameter-problem', 4],
    ['echo-request', 128],
    ['echo-reply', 129],
    ['mld-listener-query', 130],
    ['mld-listener-report', 131],
    ['mld-listener-done', 132],
    ['nd-router-solicit', 133],
    ['nd-router-advert', 134],
    ['nd-neighbor-solicit', 135],
    ['nd-neighbor-advert', 136],
    ['nd-redirect', 137],
    ['router-renumbering', 138],
    ['ind-neighbor-solicit', 141],
    ['ind-neighbor-advert', 142],
    ['mld2-listener-report', 143],
  ]),
}

/** Source: enum of RTN_ types in linux/rtnetlink.h. */
export const ADDRESS_TYPE: Datatype = {
  name: 'symbol',
  bits: 32,
  symbols: table([
    ['unspec', 0],
    ['unicast', 1],
    ['local', 2],
    ['broadcast', 3],
    ['anycast', 4],
    ['multicast', 5],
    ['blackhole', 6],
    ['unreachable', 7],
    ['prohibit', 8],
  ]),
}

/** What `typeof` and `type` of sets call the datatypes that values are translated to. */
export const NAMED: ReadonlyMap<string, Datatype> = new Map([
  ['ipv4_addr', IPV4],
  ['ipv6_addr', IPV6],
  ['inet_service', PORT],
  ['inet_proto', PROTOCOL],
  ['mark', MARK],
  ['ifname', INTERFACE],
  ['iface_index', INTERFACE],
])

/** One value as a number of its datatype: a number, a symbol, an address, or several flags; null when it is none. */
export function readNumber(json: Json, type: Datatype): bigint | null {
  if (typeof json === 'number') return Number.isSafeInteger(json) && json >= 0 ? BigInt(json) : null
  if (typeof json === 'boolean') return json ? 1n : 0n
  if (typeof json === 'string') return readText(json, type)
  const flags = Array.isArray(json) ? json : listOf(only(json)?.[0] === '|' ? only(json)?.[1] : undefined)
  if (flags.length === 0) return null
  let all = 0n
  for (const flag of flags) {
    const value = readNumber(flag, type)
    if (value === null) return null
    all |= value
  }
  return all
}

function readText(text: string, type: Datatype): bigint | null {
  const symbol = type.symbols?.get(text)
  if (symbol !== undefined) return symbol
  const family = type.name === 'ipv4' ? 4 : type.name === 'ipv6' ? 6 : null
  if (family !== null) {
    const address = parseAddress(text)
    return address?.family === family ? address.value : null
  }
  return /^(0x[0-9a-f]{1,16}|\d{1,20})$/i.test(text) ? BigInt(text) : null
}
