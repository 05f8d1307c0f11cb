import type { Rule, Ruleset } from '@/lib/netfilter/model'

/** A rule that stands on one side only, or in another place than it should. `missing`: the computed rule; else the observed one. */
export interface RuleDifference {
  kind: 'missing' | 'extra' | 'order'
  rule: Rule
}

export interface RuleComparison {
  /** Computed rules that were observed too. */
  equal: number
  /** How many rules were computed. */
  computed: number
  differences: RuleDifference[]
}

export interface CompareOptions {
  /** Chains whose order means nothing: the program that fills them walks a map. */
  anyOrder(chain: string): boolean
  /** Chains of the programs whose rules are computed; those of others are not looked into, but for the built-in ones. */
  judged(chain: string): boolean
  /** What of a rule is compared; its whole text unless the program itself writes it in several ways. */
  textOf(rule: Rule): string
}

/** Rules of one namespace, observed and computed, chain by chain. Counters are not compared; a text that stands twice counts twice. */
export function compareRules(observed: Ruleset, computed: Ruleset, options: CompareOptions): RuleComparison {
  const comparison: RuleComparison = { equal: 0, computed: 0, differences: [] }
  const tables = new Set([...computed.tables.keys(), ...observed.tables.keys()])
  for (const table of tables) {
    const there = observed.tables.get(table)?.chains
    const wanted = computed.tables.get(table)?.chains
    for (const [name, { rules }] of wanted ?? [])
      compareChain(there?.get(name)?.rules ?? [], rules, options.anyOrder(name), options, comparison)
    for (const [name, { policy, rules }] of there ?? []) {
      if (!wanted?.has(name) && (policy !== null || options.judged(name))) compareChain(rules, [], true, options, comparison)
    }
  }
  return comparison
}

function compareChain(
  there: readonly Rule[],
  wanted: readonly Rule[],
  anyOrder: boolean,
  options: CompareOptions,
  into: RuleComparison,
): void {
  into.computed += wanted.length
  const { textOf } = options
  const left = new Map<string, Rule[]>()
  for (const rule of wanted) {
    const same = left.get(textOf(rule))
    if (same) same.push(rule)
    else left.set(textOf(rule), [rule])
  }
  let furthest = 0
  for (const rule of there) {
    const match = left.get(textOf(rule))?.shift()
    if (!match) {
      into.differences.push({ kind: 'extra', rule })
      continue
    }
    into.equal++
    if (!anyOrder && match.index < furthest) into.differences.push({ kind: 'order', rule })
    furthest = Math.max(furthest, match.index)
  }
  for (const rules of left.values()) for (const rule of rules) into.differences.push({ kind: 'missing', rule })
}

/** Two comparisons as one. */
export const together = (a: RuleComparison, b: RuleComparison): RuleComparison => ({
  equal: a.equal + b.equal,
  computed: a.computed + b.computed,
  differences: [...a.differences, ...b.differences],
})
