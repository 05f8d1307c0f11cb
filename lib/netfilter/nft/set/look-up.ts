import type { MatchReason } from '@/lib/netfilter/model'
import { field, type Json, listOf } from '@/lib/netfilter/nft/json'
import { isNative, type NftTable } from '@/lib/netfilter/nft/model'
import { changedBy, lies, nameOf, readElement, type SetElement } from '@/lib/netfilter/nft/set/elements'
import { exactText, RangedElements, valueText } from '@/lib/netfilter/nft/set/ranged-elements'
import type { Datatype } from '@/lib/netfilter/nft/value/datatype'
import type { Scene, Value } from '@/lib/netfilter/nft/value/value'

/** What a set or a map says of a value. */
export type LookUp =
  | { is: 'found'; element: SetElement }
  | { is: 'none' }
  /** numgen: how likely each element is; null: none of them. */
  | { is: 'dice'; shares: { probability: number; element: SetElement | null }[] }
  /** Each of these may be it, or none. */
  | { is: 'unknown'; elements: SetElement[]; orNone: boolean; reason: MatchReason }

interface Compiled {
  exact: ReadonlyMap<string, SetElement>
  /** Those with ranges, prefixes or beginnings of names. */
  ranged: RangedElements
  /** The one for everything else. */
  rest: SetElement | null
  all: readonly SetElement[]
  unreadable: boolean
}

/** Looks a value up in `@NAME`, or in a set that stands in the rule itself. */
export function lookUp(
  value: Exclude<Value, { is: 'absent' }>,
  right: Json,
  types: readonly Datatype[],
  isMap: boolean,
  scene: Scene,
): LookUp {
  const name = nameOf(right)
  const set = name === null ? undefined : scene.table.sets.get(name)
  const written = set ?? field(right, 'set')
  const shown = name === null ? 'the set' : `@${name}`
  if (written === undefined) return { is: 'unknown', elements: [], orNone: true, reason: { code: 'no-set', values: { set: shown } } }
  const compiled = set ? compileOnce(set, () => compile(set.elements, types, isMap)) : compileInline(right, types, isMap)
  const changing = set !== undefined && name !== null && (set.changing || changedSets(scene.table).has(name))
  const found = search(value, compiled)
  if (changing) {
    const elements = found.is === 'found' ? [found.element] : found.is === 'unknown' ? found.elements : []
    return { is: 'unknown', elements, orNone: true, reason: { code: 'changing-set', values: { set: shown } } }
  }
  if (compiled.unreadable && found.is !== 'found')
    return { is: 'unknown', elements: [], orNone: true, reason: { code: 'not-readable', values: { what: shown } } }
  return found
}

const compiledSets = new WeakMap<object, Compiled>()

function compileOnce(key: object, make: () => Compiled): Compiled {
  const known = compiledSets.get(key) ?? make()
  compiledSets.set(key, known)
  return known
}

function compileInline(right: Json, types: readonly Datatype[], isMap: boolean): Compiled {
  const elements = listOf(field(right, 'set'))
  return typeof right === 'object' && right !== null
    ? compileOnce(right, () => compile(elements, types, isMap))
    : compile(elements, types, isMap)
}

function compile(elements: readonly Json[], types: readonly Datatype[], isMap: boolean): Compiled {
  const exact = new Map<string, SetElement>()
  const ranged: SetElement[] = []
  const all: SetElement[] = []
  let rest: SetElement | null = null
  let unreadable = false
  for (const json of elements) {
    const element = readElement(json, types, isMap)
    if (!element) {
      unreadable = true
      continue
    }
    all.push(element)
    const texts = element.key?.map(exactText)
    if (!texts) rest = element
    else if (texts.includes(null)) ranged.push(element)
    else exact.set(texts.join(' . '), element)
  }
  return { exact, ranged: new RangedElements(ranged), rest, all, unreadable }
}

function search(value: Exclude<Value, { is: 'absent' }>, compiled: Compiled): LookUp {
  if (value.is === 'unknown') return { is: 'unknown', elements: [...compiled.all], orNone: true, reason: value.reason }
  if (value.is === 'dice') return throwDice(value, compiled)
  const parts = value.is === 'parts' ? value.parts : [value]
  const missing = parts.find((part) => part.is === 'unknown' || part.is === 'dice')
  if (missing) {
    const elements = compiled.all.filter((element) => !element.key || element.key.every((span, index) => mayLie(parts[index], span)))
    const reason: MatchReason = missing.is === 'unknown' ? missing.reason : { code: 'hidden-state', values: { module: 'numgen' } }
    return elements.length === 0 ? { is: 'none' } : { is: 'unknown', elements, orNone: true, reason }
  }
  const element = compiled.exact.get(parts.map(valueText).join(' . ')) ?? compiled.ranged.find(parts) ?? compiled.rest
  return element ? { is: 'found', element } : { is: 'none' }
}

function mayLie(value: Value | undefined, span: NonNullable<SetElement['key']>[number]): boolean {
  return value !== undefined && (value.is === 'unknown' || value.is === 'dice' || lies(value, span) === true)
}

function throwDice({ first, count }: Extract<Value, { is: 'dice' }>, { all, rest }: Compiled): LookUp {
  const last = first + BigInt(count) - 1n
  let left = count
  const shares: { probability: number; element: SetElement | null }[] = []
  for (const element of all) {
    const [span] = element.key ?? []
    if (!span || !('from' in span)) continue
    const [from, to] = [span.from > first ? span.from : first, span.to < last ? span.to : last]
    if (from > to) continue
    const numbers = Number(to - from + 1n)
    left -= numbers
    shares.push({ probability: numbers / count, element })
  }
  if (left > 0) shares.push({ probability: left / count, element: rest })
  return { is: 'dice', shares }
}

const changed = new WeakMap<NftTable, ReadonlySet<string>>()

/** Sets that rules of a table add to, update or delete from: nft's JSON does not say `dynamic` of all of them. */
function changedSets(table: NftTable): ReadonlySet<string> {
  const known = changed.get(table) ?? findChanged(table)
  changed.set(table, known)
  return known
}

const CHANGES = /"op"\s{0,8}:\s{0,8}"(?:add|update|delete)"/

function findChanged(table: NftTable): ReadonlySet<string> {
  const names = new Set<string>()
  for (const chain of table.chains.values()) {
    if (!chain.mentions(CHANGES)) continue
    for (const rule of chain.rules) {
      for (const statement of isNative(rule) ? rule.statements : []) {
        const name = changedBy(statement)
        if (name !== null) names.add(name)
      }
    }
  }
  return names
}
