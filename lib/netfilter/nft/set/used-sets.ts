import { field, type Json, listOf, only, textField } from '@/lib/netfilter/nft/json'
import type { NftRule, NftSet, NftTable } from '@/lib/netfilter/nft/model'
import { printElement, printVerdict } from '@/lib/netfilter/nft/print/expression'
import { nameOf } from '@/lib/netfilter/nft/set/elements'
import { type Datatype, NAMED } from '@/lib/netfilter/nft/value/datatype'
import { typesOf } from '@/lib/netfilter/nft/value/expression-type'

/** One element of a set or a map that a rule asks. */
export interface UsedElement {
  /** As nft prints it, without its comment: `tcp . 30080 : goto web`. */
  text: string
  comment: string | null
  /** The chain that a verdict map leads to; null: none. */
  chain: string | null
}

/** A set or a map that a rule asks or changes. */
export interface UsedSet {
  /** `@NAME`; null: a verdict map that stands in the rule itself. */
  name: string | null
  elements: readonly UsedElement[]
}

/** The sets and maps that a native rule names, in its order, and the verdict maps that stand in it; their elements are printed when first asked for. */
export function setsOf(rule: NftRule, table: NftTable): UsedSet[] {
  const names = new Set<string>()
  const inline: UsedSet[] = []
  for (const statement of rule.statements) {
    if (only(statement)?.[0] === 'log') continue
    collectNames(statement, names)
    const vmap = field(statement, 'vmap')
    const body = field(field(vmap, 'data'), 'set')
    if (body !== undefined)
      inline.push({ name: null, elements: listOf(body).map((pair) => pairOf(pair, typesOf(field(vmap, 'key') ?? null))) })
  }
  const named = [...names].flatMap((name) => {
    const set = table.sets.get(name)
    return set ? [{ name: `@${name}`, elements: elementsOf(set) }] : []
  })
  return [...named, ...inline]
}

/** The chains that a rule leads to by itself or by a verdict map, each once. */
export function chainsOf(rule: NftRule, table: NftTable): string[] {
  const last = rule.target !== null && table.chains.has(rule.target) ? [rule.target] : []
  if (!rule.statements.some((statement) => field(statement, 'vmap') !== undefined)) return last
  const mapped = setsOf(rule, table).flatMap(({ elements }) => elements.flatMap(({ chain }) => (chain === null ? [] : [chain])))
  return [...new Set([...last, ...mapped.filter((name) => table.chains.has(name))])]
}

const printed = new WeakMap<NftSet, readonly UsedElement[]>()

/** The elements of a set or a map, printed once: a map of a large cluster has tens of thousands. */
export function elementsOf(set: NftSet): readonly UsedElement[] {
  const known = printed.get(set) ?? printElements(set)
  printed.set(set, known)
  return known
}

function printElements(set: NftSet): UsedElement[] {
  const types = set.type.map((name) => NAMED.get(name))
  const known = types.includes(undefined) || types.length === 0 ? null : types.filter((type) => type !== undefined)
  return set.elements.map((element) => (set.mapsTo === null ? elementOf(element, known, '') : pairOf(element, known)))
}

function pairOf(json: Json, types: readonly Datatype[] | null): UsedElement {
  const [key = null, to = null] = listOf(json)
  const [kind, body] = only(to) ?? []
  const isVerdict = kind !== undefined && (body === null || field(body, 'target') !== undefined)
  const chain = kind === 'jump' || kind === 'goto' ? textField(body, 'target') : null
  return { ...elementOf(key, types, ` : ${isVerdict ? printVerdict(to) : printElement(to, null)}`), chain }
}

function elementOf(json: Json, types: readonly Datatype[] | null, behind: string): UsedElement {
  const body = field(json, 'elem')
  const value = body === undefined ? json : (field(body, 'val') ?? null)
  return { text: `${printElement(value, types)}${behind}`, comment: textField(body, 'comment'), chain: null }
}

function collectNames(json: Json, names: Set<string>): void {
  const name = nameOf(json)
  if (name !== null) names.add(name)
  if (typeof json !== 'object' || json === null) return
  for (const part of Array.isArray(json) ? json : Object.values(json)) collectNames(part, names)
}
