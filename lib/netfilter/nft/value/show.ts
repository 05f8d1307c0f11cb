import { formatAddress } from '@/lib/netfilter/address/format'
import { printMark } from '@/lib/netfilter/match/mask'
import { type Datatype, MARK } from '@/lib/netfilter/nft/value/datatype'
import type { Value } from '@/lib/netfilter/nft/value/value'

/** A value of a packet as nft would print it, for reasons. */
export function showValue(value: Value, types: readonly Datatype[]): string {
  if (value.is === 'parts') return value.parts.map((part, index) => showValue(part, types.slice(index, index + 1))).join(' . ')
  if (value.is === 'name') return value.name === '' ? '-' : value.name
  const type = types[0]
  return value.is === 'number' ? showNumber(value.value, type) : '-'
}

function showNumber(value: bigint, type: Datatype | undefined): string {
  if (type?.name === 'ipv4' || type?.name === 'ipv6') return formatAddress({ family: type.name === 'ipv4' ? 4 : 6, value })
  if (type === MARK) return printMark(Number(value))
  if (type?.name === 'flags') {
    const set = [...(type.symbols ?? [])].filter(([, bit]) => (value & bit) !== 0n).map(([name]) => name)
    return set.join(',') || '0'
  }
  const symbol = type?.symbols && [...type.symbols].find(([, number]) => number === value)?.[0]
  return symbol ?? String(value)
}
