/** An IP address as a number; IPv4 and IPv6 never equal each other. */
export interface Address {
  family: 4 | 6
  value: bigint
}

/** Longest text of an address: IPv6 with an embedded IPv4 part. */
const MAX_ADDRESS_CHARS = 45

/** Parses an IPv4 or IPv6 address; null when it is none. */
export function parseAddress(text: string): Address | null {
  if (text.length > MAX_ADDRESS_CHARS) return null
  if (text.includes(':')) {
    const value = parseIpv6(text)
    return value === null ? null : { family: 6, value }
  }
  const value = parseIpv4(text)
  return value === null ? null : { family: 4, value: BigInt(value) }
}

/** An IPv4 address as an unsigned 32-bit number; null when it is none. */
export function parseIpv4(text: string): number | null {
  const parts = text.split('.')
  if (parts.length !== 4) return null
  let value = 0
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return null
    value = value * 256 + Number(part)
  }
  return value
}

function parseIpv6(text: string): bigint | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const head = groupsOf(halves[0] ?? '')
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '') : []
  if (!head || !tail) return null
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail]
  return groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n)
}

function groupsOf(text: string): number[] | null {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1 && part.includes('.')) {
      const embedded = parseIpv4(part)
      if (embedded === null) return null
      groups.push(embedded >>> 16, embedded & 0xffff)
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return null
  }
  return groups
}
