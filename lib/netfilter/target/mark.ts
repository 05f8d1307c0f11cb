import { type MaskedValue, parseMasked } from '@/lib/netfilter/match/mask'
import type { RuleOption } from '@/lib/netfilter/model'
import { type Target, unreadable } from '@/lib/netfilter/target/outcome'

/** -j MARK: --set-xmark v/m makes (mark & ~m) ^ v; the others are special cases of it. Source: net/netfilter/xt_mark.c. */
export const mark: Target = (packet, options) => {
  const change = options.map(readChange).find((found) => found !== null)
  if (!change) return [unreadable(`MARK ${options.map(({ name }) => name).join(' ')}`)]
  return [{ kind: 'continue', packet: { ...packet, mark: applyChange(packet.mark, change) }, op: 'MARK' }]
}

/** The mark after a change. */
export function applyChange(mark: number, { value, mask }: MaskedValue): number {
  return ((mark & ~mask) ^ value) >>> 0
}

/** An option of MARK or CONNMARK as a change under --set-xmark; null when it is none of them. */
export function readChange(option: RuleOption): MaskedValue | null {
  const given = parseMasked(option.values[0] ?? '')
  if (!given) return null
  switch (option.name) {
    case '--set-xmark':
      return given
    case '--set-mark':
      return { value: given.value, mask: (given.mask | given.value) >>> 0 }
    case '--and-mark':
      return { value: 0, mask: ~given.value >>> 0 }
    case '--or-mark':
      return { value: given.value, mask: given.value }
    case '--xor-mark':
      return { value: given.value, mask: 0 }
    default:
      return null
  }
}
