/** The two families as numbers of so many bits. `unit`: an address keeps its place within a block of this length. */
export interface Family {
  bits: number
  unit: number
}

/** The last number of an IPv4 address stays: .1 is a gateway, .0 a network. */
export const IPV4: Family = { bits: 32, unit: 24 }
/** An IPv6 address may be made of a machine's hardware address: nothing of it stays. */
export const IPV6: Family = { bits: 128, unit: 128 }

/** A block of addresses; `base` has zeros behind `length` bits. */
export interface Block {
  base: bigint
  length: number
}

export const sizeOf = ({ bits }: Family, length: number): bigint => 1n << BigInt(bits - length)

/** The block of a length around an address. */
export const blockAround = (family: Family, address: bigint, length: number): Block => ({
  base: address - (address % sizeOf(family, length)),
  length,
})

export const contains = (family: Family, { base, length }: Block, address: bigint): boolean =>
  address >= base && address < base + sizeOf(family, length)

/** null: no IPv4 address. */
export function parseIpv4(text: string): bigint | null {
  const octets = text.split('.').map(Number)
  if (octets.length !== 4 || octets.some((octet) => !(octet <= 255))) return null
  return octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n)
}

export function printIpv4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.')
}

/** RFC 4291, without an IPv4 tail. null: no IPv6 address. */
export function parseIpv6(text: string): bigint | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null
  const groups = [...head, ...Array<string>(Math.max(0, missing)).fill('0'), ...tail]
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null
  return groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n)
}

/** The shortest form (RFC 5952). */
export function printIpv6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, n) => ((address >> BigInt(112 - 16 * n)) & 0xffffn).toString(16))
  const text = groups.join(':')
  const runs = [...text.matchAll(/\b0(?::0)+\b/g)]
  const longest = runs.reduce<RegExpExecArray | null>((best, run) => (best && best[0].length >= run[0].length ? best : run), null)
  if (!longest) return text
  const end = longest.index + longest[0].length
  return `${text.slice(0, longest.index).replace(/:$/, '')}::${text.slice(end).replace(/^:/, '')}`
}
