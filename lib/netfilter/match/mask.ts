import { parseWhole } from '@/lib/netfilter/match/range'

/** A mark's value and the bits that it speaks of; both unsigned 32 bits. */
export interface MaskedValue {
  value: number
  mask: number
}

/** `0x4000/0x4000`, `0x539`, `1337`; null when it is none. */
export function parseMasked(text: string): MaskedValue | null {
  const [first = '', second] = text.split('/')
  const value = parseWhole(first)
  const mask = second === undefined ? 0xffffffff : parseWhole(second)
  return value === null || mask === null ? null : { value, mask }
}

/** Whether a mark has the value under the mask, as xt_mark compares. */
export function marked(mark: number, { value, mask }: MaskedValue): boolean {
  return (mark & mask) >>> 0 === value
}

/** As iptables prints marks. */
export function printMark(mark: number): string {
  return `0x${mark.toString(16)}`
}
