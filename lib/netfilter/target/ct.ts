import { goOn, type Target } from '@/lib/netfilter/target/outcome'

/** -j NOTRACK, or -j CT --notrack: conntrack leaves the packet alone. */
export const notrack: Target = (packet) => [{ kind: 'continue', packet: { ...packet, ctstate: new Set(['UNTRACKED']) }, op: null }]

/** -j CT: zones, helpers, timeouts and events do not change where a packet goes. */
export const ct: Target = (packet, options, context) =>
  (options.some((option) => option.name === '--notrack') ? notrack : goOn)(packet, options, context)
