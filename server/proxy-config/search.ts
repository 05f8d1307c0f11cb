import type { z } from 'zod'
import { type ConfigKind, type ConfigSearch, configKinds, type configSearchQuery } from '@/lib/api/proxy-config'
import type { Json } from '@/lib/istio/json'
import type { Recording } from '@/lib/recording/recording'
import { Failure } from '@/server/http/failure'
import { holdsWords, tableAt, wordsOf } from '@/server/proxy-config/config'
import { valueAt } from '@/server/proxy-config/resource'

/** Rows of one kind in an answer. */
const MAX_ROWS = 50

type Found = ConfigSearch['kinds'][number]

/** What a proxy has that holds words: rows of its tables that say them, then those whose resource holds them anywhere. */
export function configSearchAt(recording: Recording, { proxy, at, q }: z.infer<typeof configSearchQuery>): ConfigSearch {
  const words = wordsOf(q)
  const kinds: Found[] = []
  const missing: ConfigKind[] = []
  for (const kind of configKinds) {
    const found = searchKind(recording, proxy, kind, at, words)
    if (found) kinds.push(found)
    else missing.push(kind)
  }
  // Not one was observed: say why, as for a table.
  if (kinds.length === 0) tableAt(recording, proxy, 'listeners', at)
  return { proxy, kinds, missing }
}

function searchKind(recording: Recording, proxy: string, kind: ConfigKind, at: number, words: readonly string[]): Found | null {
  try {
    const { columns, rows, value } = tableAt(recording, proxy, kind, at)
    // Rows of one resource, as the chains of a listener, share a pointer.
    const known = new Map<string, boolean>()
    const holds = (pointer: string) => {
      const answer = known.get(pointer) ?? holdsText(valueAt(value, pointer), words)
      known.set(pointer, answer)
      return answer
    }
    const named = rows.filter((row) => holdsWords(row, words)).map((row) => ({ ...row, in: 'cells' as const }))
    const others = rows.filter((row) => !holdsWords(row, words) && holds(row.pointer)).map((row) => ({ ...row, in: 'text' as const }))
    return { kind, columns, rows: [...named, ...others].slice(0, MAX_ROWS), total: named.length + others.length }
  } catch (error) {
    if (error instanceof Failure) return null
    throw error
  }
}

/** Whether names and values of a JSON value together hold all words (lower case). */
function holdsText(value: Json | undefined, words: readonly string[]): boolean {
  const left = new Set(words)
  const look = (text: string) => {
    const lower = text.toLowerCase()
    for (const word of left) if (lower.includes(word)) left.delete(word)
  }
  const open: (Json | undefined)[] = [value]
  while (open.length > 0 && left.size > 0) {
    const next = open.pop()
    if (Array.isArray(next)) for (const item of next) open.push(item)
    else if (typeof next === 'object' && next !== null)
      for (const [key, item] of Object.entries(next)) {
        look(key)
        open.push(item)
      }
    else if (next !== null && next !== undefined) look(String(next))
  }
  return left.size === 0
}
