import type { Rule, Ruleset } from '@/lib/netfilter/model'

/** Whether a target of the kernel's own ends the chain for a packet that it takes. */
const BUILT_IN_TARGETS: ReadonlyMap<string, 'ends' | 'goes on'> = new Map([
  ...['ACCEPT', 'DROP', 'REJECT', 'RETURN', 'DNAT', 'SNAT', 'MASQUERADE', 'REDIRECT', 'TPROXY', 'NETMAP', 'QUEUE', 'NFQUEUE'].map(
    (name) => [name, 'ends'] as const,
  ),
  ...['MARK', 'CONNMARK', 'LOG', 'NFLOG', 'TRACE', 'CT', 'NOTRACK', 'TCPMSS', 'TTL', 'DSCP', 'SET', 'AUDIT', 'CHECKSUM'].map(
    (name) => [name, 'goes on'] as const,
  ),
])

/** Deepest chain of jumps that is followed; the kernel allows no loop. */
const MAX_DEPTH = 32

/** Whether a rule may end a packet's way through its chain, itself or in a chain that it jumps to. A target that is not known may. */
export function mayEnd(ruleset: Ruleset, rule: Rule, depth = 0): boolean {
  const { target } = rule
  if (target === null) return false
  const effect = BUILT_IN_TARGETS.get(target)
  if (effect !== undefined) return effect === 'ends'
  const chain = ruleset.tables.get(rule.table)?.chains.get(target)
  if (!chain || depth > MAX_DEPTH) return true
  return chain.rules.some((inner) => inner.target !== 'RETURN' && mayEnd(ruleset, inner, depth + 1))
}
