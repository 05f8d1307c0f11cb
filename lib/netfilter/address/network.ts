import { type Address, parseAddress } from '@/lib/netfilter/address/parse'

/** A network: the addresses that equal `base` under `mask`, which need not be contiguous. */
export interface Network {
  family: 4 | 6
  base: bigint
  mask: bigint
  /** Number of leading ones of the mask; null when it is not contiguous. */
  length: number | null
}

const BITS = { 4: 32, 6: 128 } as const

/** Parses `a.b.c.d`, `a.b.c.d/24`, `a.b.c.d/255.0.255.0`, and the same for IPv6; null when it is none. */
export function parseNetwork(text: string): Network | null {
  const slash = text.indexOf('/')
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash))
  if (!address) return null
  const mask =
    slash < 0
      ? { bits: lengthMask(address.family, BITS[address.family]), length: BITS[address.family] }
      : parseMask(text.slice(slash + 1), address.family)
  return mask && { family: address.family, base: address.value & mask.bits, mask: mask.bits, length: mask.length }
}

/** Whether an address lies in a network. */
export function contains(network: Network, address: Address): boolean {
  return network.family === address.family && (address.value & network.mask) === network.base
}

/** The same host in another network, as NETMAP translates it. */
export function hostIn({ family, base, mask }: Network, { value }: Address): Address {
  const all = (1n << BigInt(BITS[family])) - 1n
  return { family, value: base | (value & all & ~mask) }
}

function parseMask(text: string, family: 4 | 6): { bits: bigint; length: number | null } | null {
  if (/^\d{1,3}$/.test(text)) {
    const length = Number(text)
    return length <= BITS[family] ? { bits: lengthMask(family, length), length } : null
  }
  const mask = parseAddress(text)
  if (!mask || mask.family !== family) return null
  const length = mask.value.toString(2).padStart(BITS[family], '0').indexOf('0')
  const ones = length < 0 ? BITS[family] : length
  return { bits: mask.value, length: mask.value === lengthMask(family, ones) ? ones : null }
}

function lengthMask(family: 4 | 6, length: number): bigint {
  const bits = BigInt(BITS[family])
  return ((1n << BigInt(length)) - 1n) << (bits - BigInt(length))
}
