import { parseMasked } from '@/lib/netfilter/match/mask'
import type { RuleOption } from '@/lib/netfilter/model'
import { applyChange, readChange } from '@/lib/netfilter/target/mark'
import { goOn, optionValue, type Target, unreadable } from '@/lib/netfilter/target/outcome'

const ALL_BITS = 0xffffffff

/** -j CONNMARK: sets the connection's mark, saves the packet's to it, or restores the packet's from it. Source: net/netfilter/xt_connmark.c. */
export const connmark: Target = (packet, options, context) => {
  // Without a connection there is nothing to mark or to restore from.
  if (packet.ctstate.has('UNTRACKED') || packet.ctstate.has('INVALID')) return goOn(packet, options, context)
  const has = (name: string) => options.some((option) => option.name === name)
  const ctmark = packet.ctmark ?? 0
  const [nfmask, ctmask] = [maskOf(options, '--nfmask'), maskOf(options, '--ctmask')]
  if (has('--save-mark')) {
    const saved = ((ctmark & ~ctmask) ^ (packet.mark & nfmask)) >>> 0
    return [{ kind: 'continue', packet: { ...packet, ctmark: saved }, op: null }]
  }
  if (has('--restore-mark')) {
    const restored = ((packet.mark & ~nfmask) ^ (ctmark & ctmask)) >>> 0
    return [{ kind: 'continue', packet: { ...packet, mark: restored }, op: restored === packet.mark ? null : 'MARK' }]
  }
  const change = options.map(readChange).find((found) => found !== null)
  if (!change) return [unreadable(`CONNMARK ${options.map(({ name }) => name).join(' ')}`)]
  return [{ kind: 'continue', packet: { ...packet, ctmark: applyChange(ctmark, change) }, op: null }]
}

function maskOf(options: readonly RuleOption[], name: string): number {
  const text = optionValue(options, name) ?? optionValue(options, '--mask')
  return text === null ? ALL_BITS : (parseMasked(text)?.value ?? ALL_BITS)
}
