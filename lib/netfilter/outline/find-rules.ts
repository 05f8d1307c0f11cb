import type { Table } from '@/lib/netfilter/model'
import { isNative, isNativeTable, type NftTable } from '@/lib/netfilter/nft/model'
import { setsOf, type UsedElement } from '@/lib/netfilter/nft/set/used-sets'

/** A rule that holds all the words, or an element of a set or a map that a rule asks. */
export interface FoundRule {
  table: string
  chain: string
  index: number
  rule: string
  /** The element as nft prints it, and the set or the map that it is in. */
  element?: { text: string; set: string }
}

/**
 * The rules of tables (by the names that they are shown with), and the elements of the sets that native rules ask, in which all words stand, upper and lower
 * case alike; `limit` of them, and how many there are. An element is found once, with the first rule that names its set.
 */
export function findRules(tables: ReadonlyMap<string, Table>, q: string, limit: number): { total: number; hits: FoundRule[] } {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const found: { total: number; hits: FoundRule[] } = { total: 0, hits: [] }
  const holds = (text: string) => words.every((word) => text.includes(word))
  const hit = (make: () => FoundRule) => {
    found.total += 1
    if (found.hits.length < limit) found.hits.push(make())
  }
  for (const [name, table] of tables) {
    for (const chain of table.chains.values()) {
      for (const rule of chain.rules) {
        if (holds(rule.text.toLowerCase())) hit(() => ({ table: name, chain: chain.name, index: rule.index, rule: rule.text }))
      }
    }
    if (!isNativeTable(table)) continue
    for (const { chain, index, rule, set, elements, texts } of searchedSets(table)) {
      for (const [place, text] of texts.entries()) {
        if (holds(text)) hit(() => ({ table: name, chain, index, rule, element: { text: elements[place]?.text ?? '', set } }))
      }
    }
  }
  return found
}

interface SearchedSet {
  chain: string
  index: number
  rule: string
  set: string
  elements: readonly UsedElement[]
  /** What is searched of each element: its set, itself and its comment, in lower case. */
  texts: readonly string[]
}

const searched = new WeakMap<NftTable, readonly SearchedSet[]>()

function searchedSets(table: NftTable): readonly SearchedSet[] {
  const known = searched.get(table) ?? readSets(table)
  searched.set(table, known)
  return known
}

/** The named sets of a table with the first rule that names each: the maps that stand in a rule are a part of its own text. */
function readSets(table: NftTable): SearchedSet[] {
  const sets = new Map<string, SearchedSet>()
  for (const chain of table.chains.values()) {
    for (const rule of chain.rules) {
      for (const { name, elements } of isNative(rule) ? setsOf(rule, table) : []) {
        if (name === null || sets.has(name)) continue
        const texts = elements.map(({ text, comment }) => `${name} ${text} ${comment ?? ''}`.toLowerCase())
        sets.set(name, { chain: chain.name, index: rule.index, rule: rule.text, set: name, elements, texts })
      }
    }
  }
  return [...sets.values()]
}
