import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** The bytes of an IPv4 (4) or IPv6 (16) address; null when it is neither. IPv4-mapped IPv6 counts as IPv4. */
export function ipBytes(text: string): number[] | null {
  if (!text.includes(':')) {
    const parts = text.split('.')
    if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return null
    return parts.map(Number)
  }
  const [head = '', tail, more] = text.split('::')
  if (more !== undefined) return null
  const left = groups(head)
  const right = tail === undefined ? [] : groups(tail)
  if (left === null || right === null) return null
  const missing = 16 - left.length - right.length
  if (tail === undefined ? missing !== 0 : missing < 0) return null
  const bytes = [...left, ...new Array<number>(missing).fill(0), ...right]
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255
  return mapped ? bytes.slice(12) : bytes
}

function groups(text: string): number[] | null {
  if (text === '') return []
  const bytes: number[] = []
  for (const group of text.split(':')) {
    const dotted = group.includes('.') ? ipBytes(group) : null
    if (dotted !== null) bytes.push(...dotted)
    else if (/^[0-9a-fA-F]{1,4}$/.test(group)) bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255)
    else return null
  }
  return bytes
}

export interface IpRange {
  prefix: string
  length: number
}

/** Reads envoy.config.core.v3.CidrRange; a missing length is 0. */
export function readIpRange(node: JsonNode): IpRange {
  return { prefix: node.get('address_prefix').text() ?? '', length: node.get('prefix_len').number() ?? 0 }
}

/** Whether an address lies in a range; false when either is not an address or the families differ. */
export function inRange(ip: string, range: IpRange): boolean {
  const address = ipBytes(ip)
  const prefix = ipBytes(range.prefix)
  if (address === null || prefix === null || address.length !== prefix.length) return false
  for (let bit = 0; bit < range.length && bit < address.length * 8; bit += 8) {
    const keep = Math.min(8, range.length - bit)
    const mask = (0xff << (8 - keep)) & 0xff
    if (((address[bit / 8] ?? 0) & mask) !== ((prefix[bit / 8] ?? 0) & mask)) return false
  }
  return true
}

export function rangeText(range: IpRange): string {
  return `${range.prefix}/${range.length}`
}

export function isLoopback(ip: string): boolean {
  return inRange(ip, { prefix: '127.0.0.0', length: 8 }) || inRange(ip, { prefix: '::1', length: 128 })
}

/** Envoy's isSameIpOrLoopback: the same address, or the one canonical loopback address, not all of 127/8. */
export function isLocalSource(local: string, remote: string): boolean {
  return local === remote || remote === '127.0.0.1' || inRange(remote, { prefix: '::1', length: 128 })
}
