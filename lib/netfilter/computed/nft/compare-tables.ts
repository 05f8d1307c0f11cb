import type { RuleComparison } from '@/lib/netfilter/computed/compare'
import type { Rule } from '@/lib/netfilter/model'
import { field, type Json, listOf, textField } from '@/lib/netfilter/nft/json'
import { isNative, type NftRule, type NftSet, type NftTable } from '@/lib/netfilter/nft/model'

/**
 * A program's own table, observed and computed (null: there is none): rules chain by chain in their order, elements of sets and maps in any. What packets
 * add to a set is not compared. `keyOf`: what of a rule is.
 */
export function compareTables(
  observed: NftTable | null,
  computed: NftTable | null,
  keyOf: (rule: NftRule) => string = statementsKey,
): RuleComparison {
  const comparison: RuleComparison = { equal: 0, computed: 0, differences: [] }
  const places = new Set([...(computed?.chains.keys() ?? []), ...(observed?.chains.keys() ?? [])])
  for (const name of places) {
    compareLists(rulesOf(observed, name, keyOf), rulesOf(computed, name, keyOf), false, comparison)
  }
  const sets = new Set([...(computed?.sets.keys() ?? []), ...(observed?.sets.keys() ?? [])])
  for (const name of sets) {
    compareLists(elementsOf(observed, name), elementsOf(computed, name), true, comparison)
  }
  return comparison
}

interface Item {
  key: string
  rule: Rule
}

function compareLists(there: readonly Item[], wanted: readonly Item[], anyOrder: boolean, into: RuleComparison): void {
  into.computed += wanted.length
  const left = new Map<string, Item[]>()
  for (const item of wanted) {
    const same = left.get(item.key)
    if (same) same.push(item)
    else left.set(item.key, [item])
  }
  let furthest = 0
  for (const { key, rule } of there) {
    const match = left.get(key)?.shift()
    if (!match) {
      into.differences.push({ kind: 'extra', rule })
      continue
    }
    into.equal++
    if (!anyOrder && match.rule.index < furthest) into.differences.push({ kind: 'order', rule })
    furthest = Math.max(furthest, match.rule.index)
  }
  for (const items of left.values()) for (const { rule } of items) into.differences.push({ kind: 'missing', rule })
}

/** A rule's statements without counters. */
export const statementsKey = ({ statements }: Pick<NftRule, 'statements'>): string =>
  JSON.stringify(statements.filter((statement) => field(statement, 'counter') === undefined))

function rulesOf(table: NftTable | null, chain: string, keyOf: (rule: NftRule) => string): Item[] {
  return (table?.chains.get(chain)?.rules ?? []).map((rule) => ({
    key: isNative(rule) ? keyOf(rule) : rule.text,
    rule,
  }))
}

/** Elements as if they were rules of a chain with the set's name. */
function elementsOf(table: NftTable | null, name: string): Item[] {
  const set = table?.sets.get(name)
  if (!table || !set || set.changing) return []
  return set.elements.map((element, index) => ({ key: JSON.stringify(element), rule: elementRule(table, set, element, index + 1) }))
}

function elementRule(table: NftTable, set: NftSet, element: Json, index: number): Rule {
  const [key, value] = set.mapsTo === null ? [element, undefined] : listOf(element)
  const target = textField(field(value, 'goto') ?? field(value, 'jump'), 'target')
  const verdict = value === undefined ? '' : ` : ${target === null ? Object.keys(value ?? {}).join('') : `goto ${target}`}`
  const text = `${set.name} { ${keyText(key)}${verdict} }`
  return { table: table.name, chain: set.name, index, text, counter: null, line: 0, options: [], target, goto: target !== null }
}

function keyText(key: Json | undefined): string {
  const inner = field(field(key, 'elem'), 'val') ?? key
  return listOf(field(inner, 'concat') ?? inner).join(' . ')
}
