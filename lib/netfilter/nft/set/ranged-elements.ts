import { lies, type SetElement, type Span } from '@/lib/netfilter/nft/set/elements'
import type { Value } from '@/lib/netfilter/nft/value/value'

interface Listed {
  element: SetElement
  /** Its place in the set's listing. */
  order: number
}

/** Elements with ranges in the same parts of their keys and the same values in the others. */
interface Bucket {
  listed: Listed[]
  /** By where they begin, when they have one range each and none lies over another, as nft keeps intervals; null: each has to be asked. */
  intervals: { from: bigint; listed: Listed }[] | null
}

/**
 * Elements of a set that have ranges, prefixes or beginnings of names, found by their exact parts and a binary search. A list of addresses to refuse has
 * tens of thousands of prefixes.
 */
export class RangedElements {
  /** By which parts of the key are exact (`01`: the second one), then by the values of those. */
  private readonly groups = new Map<string, Map<string, Bucket>>()

  constructor(elements: readonly SetElement[]) {
    for (const [order, element] of elements.entries()) {
      const key = element.key ?? []
      const shape = key.map((span) => (exactText(span) === null ? '0' : '1')).join('')
      const buckets = this.groups.get(shape) ?? new Map<string, Bucket>()
      this.groups.set(shape, buckets)
      const exact = key.map((span) => exactText(span) ?? '').join(' . ')
      const bucket = buckets.get(exact) ?? { listed: [], intervals: null }
      buckets.set(exact, bucket)
      bucket.listed.push({ element, order })
    }
    for (const [shape, buckets] of this.groups) {
      const ranged = shape.indexOf('0')
      if (shape.lastIndexOf('0') === ranged) for (const bucket of buckets.values()) bucket.intervals = intervalsOf(bucket.listed, ranged)
    }
  }

  /** The first listed element that holds a value of which every part is known. */
  find(parts: readonly Value[]): SetElement | null {
    let best: Listed | null = null
    for (const [shape, buckets] of this.groups) {
      const bucket = buckets.get(parts.map((part, index) => (shape[index] === '1' ? valueText(part) : '')).join(' . '))
      const found = bucket && findIn(bucket, parts, shape.indexOf('0'))
      if (found && (!best || found.order < best.order)) best = found
    }
    return best?.element ?? null
  }
}

/** The value of a span that is no range; null: it is one. */
export function exactText(span: Span): string | null {
  if ('name' in span) return span.beginning ? null : span.name
  return span.from === span.to ? String(span.from) : null
}

/** A known value as exactText writes it. */
export function valueText(value: Value): string {
  return value.is === 'number' ? String(value.value) : value.is === 'name' ? value.name : ''
}

function findIn({ listed, intervals }: Bucket, parts: readonly Value[], ranged: number): Listed | null {
  const holds = ({ element }: Listed) => element.key?.every((span, index) => liesIn(parts[index], span)) === true
  const value = parts[ranged]
  if (!intervals || value?.is !== 'number') return listed.find(holds) ?? null
  let low = 0
  let high = intervals.length
  while (low < high) {
    const middle = (low + high) >> 1
    const interval = intervals[middle]
    if (interval && interval.from <= value.value) low = middle + 1
    else high = middle
  }
  const last = intervals[low - 1]?.listed
  return last && holds(last) ? last : null
}

function liesIn(value: Value | undefined, span: Span): boolean {
  return value !== undefined && lies(value, span) === true
}

function intervalsOf(listed: readonly Listed[], ranged: number): Bucket['intervals'] {
  const intervals: { from: bigint; to: bigint; listed: Listed }[] = []
  for (const one of listed) {
    const span = one.element.key?.[ranged]
    if (!span || 'name' in span) return null
    intervals.push({ ...span, listed: one })
  }
  intervals.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  const meets = intervals.some(({ to }, index) => (intervals[index + 1]?.from ?? to + 1n) <= to)
  return meets ? null : intervals
}
