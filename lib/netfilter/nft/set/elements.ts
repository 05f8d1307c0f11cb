import { parseNetwork } from '@/lib/netfilter/address/network'
import { field, type Json, listOf, numberField, textField } from '@/lib/netfilter/nft/json'
import { type Datatype, readNumber } from '@/lib/netfilter/nft/value/datatype'
import type { Value } from '@/lib/netfilter/nft/value/value'

/** One part of an element's key: numbers from … to, or the name of an interface (`eth*`: the beginning of names). */
export type Span = { from: bigint; to: bigint } | { name: string; beginning: boolean }

/** An element of a set; with its data, one of a map. */
export interface SetElement {
  /** null: the element for everything else (`*`). */
  key: readonly Span[] | null
  data: Json | null
}

/** One part of a key, or what a match compares with; null when it cannot be read. */
export function readSpan(json: Json, type: Datatype): Span | null {
  if (type.name === 'interface' && typeof json === 'string') {
    return json.endsWith('*') && !json.endsWith('\\*')
      ? { name: json.slice(0, -1), beginning: true }
      : { name: json.replace('\\*', '*'), beginning: false }
  }
  const prefix = field(json, 'prefix')
  if (prefix !== undefined) return readPrefix(prefix, type)
  const range = field(json, 'range')
  const [first = null, last = null] = range === undefined ? [json, json] : listOf(range)
  const [from, to] = [readNumber(first, type), readNumber(last, type)]
  return from === null || to === null || from > to ? null : { from, to }
}

function readPrefix(prefix: Json, type: Datatype): Span | null {
  const [base, length] = [field(prefix, 'addr') ?? null, numberField(prefix, 'len')]
  if (length === null || length < 0 || length > type.bits) return null
  if (typeof base === 'string' && parseNetwork(`${base}/${length}`) === null) return null
  const value = readNumber(base, type)
  if (value === null) return null
  const rest = (1n << BigInt(type.bits - length)) - 1n
  return { from: value & ~rest, to: value | rest }
}

/** Reads an element as nft prints it: a key, `{elem: {val: KEY}}`, or a pair of such a key and data. null when it cannot be read. */
export function readElement(json: Json, types: readonly Datatype[], isMap: boolean): SetElement | null {
  const [first = null, data = null] = isMap ? listOf(json) : [json]
  const body = field(first, 'elem')
  const value = body === undefined ? first : (field(body, 'val') ?? null)
  if (value === '*') return { key: null, data }
  const concat = field(value, 'concat')
  const parts = concat === undefined ? [value] : listOf(concat)
  if (parts.length !== types.length) return null
  const key = parts.map((part, index) => {
    const type = types[index]
    return type ? readSpan(part, type) : null
  })
  return key.includes(null) ? null : { key: key.filter((span) => span !== null), data }
}

/** Whether a value lies in a span; null: not known. */
export function lies(value: Value, span: Span): boolean | null {
  if (value.is === 'number') return 'from' in span ? value.value >= span.from && value.value <= span.to : false
  if (value.is === 'name') return 'name' in span ? (span.beginning ? value.name.startsWith(span.name) : value.name === span.name) : null
  return null
}

/** Which set an expression's text names: `@ports` is ports; null when it names none. */
export function nameOf(json: Json | undefined): string | null {
  return typeof json === 'string' && json.startsWith('@') ? json.slice(1) : null
}

/** Whether a rule changes a set while packets pass, and which: `add @set { … }`. */
export function changedBy(statement: Json): string | null {
  const body = field(statement, 'set') ?? field(statement, 'map')
  return nameOf(textField(body, 'set') ?? textField(body, 'map') ?? undefined)
}
