import type { Chain, Rule, Ruleset } from '@/lib/netfilter/model'

/** Whether a target of the kernel's own ends the chain for a packet that it takes. */
const BUILT_IN_TARGETS: ReadonlyMap<string, 'ends' | 'goes on'> = new Map([
  ...['ACCEPT', 'DROP', 'REJECT', 'RETURN', 'DNAT', 'SNAT', 'MASQUERADE', 'REDIRECT', 'TPROXY', 'NETMAP', 'QUEUE', 'NFQUEUE'].map(
    (name) => [name, 'ends'] as const,
  ),
  ...['MARK', 'CONNMARK', 'LOG', 'NFLOG', 'TRACE', 'CT', 'NOTRACK', 'TCPMSS', 'TTL', 'DSCP', 'SET', 'AUDIT', 'CHECKSUM'].map(
    (name) => [name, 'goes on'] as const,
  ),
])

/** Chains that lead into each other are followed so far; the kernel itself allows far fewer. Beyond it a way may end. */
const MAX_DEPTH = 500

/** Tells whether a rule may end a packet's way through its chain, itself or in a chain that it jumps to. A target that is not known may. */
export function endings(ruleset: Ruleset): (rule: Rule) => boolean {
  // Each chain is looked at once, however many rules lead into it; one that leads back to itself ends nothing by that.
  const known = new Map<Chain, boolean>()
  const chainEnds = (chain: Chain, depth: number): boolean => {
    const before = known.get(chain)
    if (before !== undefined) return before
    if (depth > MAX_DEPTH) return true
    known.set(chain, false)
    const ends = chain.rules.some((rule) => rule.target !== 'RETURN' && ruleEnds(rule, depth + 1))
    known.set(chain, ends)
    return ends
  }
  const ruleEnds = (rule: Rule, depth: number): boolean => {
    if (rule.target === null) return false
    const effect = BUILT_IN_TARGETS.get(rule.target)
    if (effect !== undefined) return effect === 'ends'
    const chain = ruleset.tables.get(rule.table)?.chains.get(rule.target)
    return chain ? chainEnds(chain, depth) : true
  }
  return (rule) => ruleEnds(rule, 0)
}

/** The next rule behind another in its chain that is not one of `left`; found for a chain at once. */
export function followers(ruleset: Ruleset, left: ReadonlySet<Rule>): (rule: Rule) => Rule | null {
  const known = new Map<string, (Rule | null)[]>()
  return ({ table, chain, index }) => {
    const key = `${table} ${chain}`
    const next = known.get(key) ?? nextIn(ruleset.tables.get(table)?.chains.get(chain)?.rules ?? [], left)
    known.set(key, next)
    return next[index - 1] ?? null
  }
}

function nextIn(rules: readonly Rule[], left: ReadonlySet<Rule>): (Rule | null)[] {
  const next: (Rule | null)[] = new Array(rules.length).fill(null)
  let last: Rule | null = null
  for (let at = rules.length - 1; at >= 0; at--) {
    const rule = rules[at]
    next[at] = last
    if (rule && !left.has(rule)) last = rule
  }
  return next
}
