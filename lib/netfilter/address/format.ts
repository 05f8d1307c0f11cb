import { parseNetwork } from '@/lib/netfilter/address/network'
import type { Address } from '@/lib/netfilter/address/parse'

/** An address as inet_ntop prints it: IPv6 in lower case with the longest run of zeros (two groups or more) left out (RFC 5952). */
export function formatAddress({ family, value }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.')
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - index * 16)) & 0xffffn).toString(16))
  let best = { at: 0, length: 1 }
  for (let at = 0; at < 8; at++) {
    let length = 0
    while (groups[at + length] === '0') length++
    if (length > best.length) best = { at, length }
  }
  if (best.length < 2) return groups.join(':')
  return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`
}

/** An address with a port, as URLs and iptables write it: `10.0.0.1:80`, `[fd00::1]:80`. */
export const withPort = (ip: string, port: number | string): string => `${ip.includes(':') ? `[${ip}]` : ip}:${port}`

/** A network as `iptables-save` prints it, host bits cleared: `10.0.0.0/8`; null for what is no network or has a mask with gaps. */
export function printedNetwork(text: string): { family: 4 | 6; text: string; any: boolean } | null {
  const network = parseNetwork(text.trim())
  if (!network || network.length === null) return null
  const { family, base, length } = network
  return { family, text: `${formatAddress({ family, value: base })}/${length}`, any: length === 0 }
}
