import type { FlowPacket, HookContext } from '@/lib/netfilter/model'
import { goOn, type Target } from '@/lib/netfilter/target/outcome'

/** -j NOTRACK, or -j CT --notrack: conntrack leaves the packet alone. */
export const notrack: Target = (packet, options, context) =>
  isSettled(packet, context)
    ? goOn(packet, options, context)
    : [{ kind: 'continue', packet: { ...packet, ctstate: new Set(['UNTRACKED']) }, op: null }]

/** -j CT: zones, helpers, timeouts and events do not change where a packet goes; until conntrack sees it, it has a template of a connection. */
export const ct: Target = (packet, options, context) => {
  if (options.some((option) => option.name === '--notrack')) return notrack(packet, options, context)
  return isSettled(packet, context)
    ? goOn(packet, options, context)
    : [{ kind: 'continue', packet: { ...packet, template: true }, op: null }]
}

/** The first -j CT counts, and what comes over lo has its connection already. Source: xt_ct_target in net/netfilter/xt_CT.c. */
function isSettled({ ctstate, template, in: iif }: FlowPacket, { natDone }: HookContext): boolean {
  return (natDone === true && iif === 'lo') || template === true || ctstate.has('UNTRACKED')
}
