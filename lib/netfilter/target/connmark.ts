import { parseMasked } from '@/lib/netfilter/match/mask'
import { parseWhole } from '@/lib/netfilter/match/range'
import type { RuleOption } from '@/lib/netfilter/model'
import { applyChange, readChange } from '@/lib/netfilter/target/mark'
import { goOn, optionValue, type Target, unreadable } from '@/lib/netfilter/target/outcome'

const ALL_BITS = 0xffffffff

/** -j CONNMARK: sets the connection's mark, saves the packet's to it, or restores the packet's from it, shifted by some bits. Source: net/netfilter/xt_connmark.c. */
export const connmark: Target = (packet, options, context) => {
  // Without a connection there is nothing to mark or to restore from.
  if (packet.ctstate.has('UNTRACKED') || packet.ctstate.has('INVALID')) return goOn(packet, options, context)
  const has = (name: string) => options.some((option) => option.name === name)
  const ctmark = packet.ctmark ?? 0
  const shift = readShift(options)
  if (!shift) return [unreadable(`CONNMARK ${options.map(({ name }) => name).join(' ')}`)]
  const [nfmask, ctmask] = [maskOf(options, '--nfmask'), maskOf(options, '--ctmask')]
  if (has('--save-mark')) {
    const saved = ((ctmark & ~ctmask) ^ shift(packet.mark & nfmask)) >>> 0
    return [{ kind: 'continue', packet: { ...packet, ctmark: saved }, op: null }]
  }
  if (has('--restore-mark')) {
    const restored = ((packet.mark & ~nfmask) ^ shift(ctmark & ctmask)) >>> 0
    return [{ kind: 'continue', packet: { ...packet, mark: restored }, op: restored === packet.mark ? null : 'MARK' }]
  }
  const change = options.map(readChange).find((found) => found !== null)
  if (!change) return [unreadable(`CONNMARK ${options.map(({ name }) => name).join(' ')}`)]
  return [{ kind: 'continue', packet: { ...packet, ctmark: shift(applyChange(ctmark, change)) }, op: null }]
}

/** What the rule shifts by; without such an option the same number. Null: that is no count of bits of a mark. */
function readShift(options: readonly RuleOption[]): ((mark: number) => number) | null {
  const [left, right] = [optionValue(options, '--left-shift-mark'), optionValue(options, '--right-shift-mark')]
  const bits = parseWhole(left ?? right ?? '0')
  if (bits === null || bits > 31) return null
  return (mark) => (left === null ? mark >>> bits : (mark << bits) >>> 0)
}

function maskOf(options: readonly RuleOption[], name: string): number {
  const text = optionValue(options, name) ?? optionValue(options, '--mask')
  return text === null ? ALL_BITS : (parseMasked(text)?.value ?? ALL_BITS)
}
