import type { z } from 'zod'
import type {
  ConfigFind,
  ConfigFolds,
  ConfigLines,
  ConfigResource,
  configFindQuery,
  configFoldsQuery,
  configLinesQuery,
  configResourceQuery,
} from '@/lib/api/proxy-config'
import { MAX_JSON_LINES, MAX_LINE_RANGES } from '@/lib/api/proxy-config'
import type { Json } from '@/lib/istio/json'
import { IndentedJson } from '@/lib/recording/indented-json'
import type { Recording } from '@/lib/recording/recording'
import { Failure } from '@/server/http/failure'
import { envoyDump } from '@/server/proxy-config/dump'

/** Larger resources are given in parts only. */
const MAX_RESOURCE_CHARS = 4 * 1024 * 1024
/** Found lines and folds of one answer. */
const MAX_FOUND = 5000
/** The newest texts with their index of lines: a person scrolls in one. */
const KEPT = 2
const kept = new Map<Json, IndentedJson>()

type Query = z.infer<typeof configResourceQuery>

/** One resource as indented JSON, without key material. 404 when the pointer leads nowhere, 413 when it is too large to give at once. */
export function configResourceAt(recording: Recording, query: Query): ConfigResource {
  const { entry, at, value } = resourceOf(recording, query)
  const text = printed(value, entry, query.pointer)
  if (text.length > MAX_RESOURCE_CHARS)
    throw new Failure(
      'tooLarge',
      `${entry}#${query.pointer} is larger than ${MAX_RESOURCE_CHARS / (1024 * 1024)} MiB; ask for lines.`,
      'pointer',
    )
  return { entry, at, pointer: query.pointer, text }
}

/** Lines of a resource's JSON text, whatever its size. */
export function configLinesAt(recording: Recording, query: z.infer<typeof configLinesQuery>): ConfigLines {
  const { entry, at, json } = indexed(recording, query)
  const lines: ConfigLines['lines'] = []
  for (const range of query.lines.split(',').slice(0, MAX_LINE_RANGES)) {
    const [from = 0, to = from] = range.split('-').map(Number)
    for (let line = from; line <= to && lines.length < MAX_JSON_LINES; line++) {
      const found = json.line(line)
      if (!found) break
      lines.push({ line, ...found })
    }
  }
  return { entry, at, pointer: query.pointer, total: json.lines, lines }
}

/** The lines of a resource's JSON text that hold a text. */
export function configFindAt(recording: Recording, query: z.infer<typeof configFindQuery>): ConfigFind {
  const lines = indexed(recording, query).json.find(query.text, MAX_FOUND)
  return { lines, more: lines.length === MAX_FOUND }
}

/** What folds at a depth of a resource's JSON text. */
export function configFoldsAt(recording: Recording, query: z.infer<typeof configFoldsQuery>): ConfigFolds {
  const folds = indexed(recording, query).json.foldsAt(query.depth, MAX_FOUND)
  return { folds, more: folds.length === MAX_FOUND }
}

function indexed(recording: Recording, query: Query): { entry: string; at: number; json: IndentedJson } {
  const { entry, at, value } = resourceOf(recording, query)
  const json = kept.get(value) ?? new IndentedJson(printed(value, entry, query.pointer))
  // A text or number is no key of its own; nor is its text worth keeping.
  if (typeof value === 'object' && value !== null) {
    kept.delete(value)
    kept.set(value, json)
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest)
  }
  return { entry, at, json }
}

function resourceOf(recording: Recording, { proxy, kind, at, pointer }: Query): { entry: string; at: number; value: Json } {
  const { entry, at: seen, value } = envoyDump(recording, proxy, kind, at)
  const found = valueAt(value, pointer)
  if (found === undefined) throw new Failure('notFound', `${entry} has nothing at “${pointer}”.`, 'pointer')
  return { entry, at: seen, value: found }
}

/** Indented, an engine's longest text and its stack end somewhere: a dump that was made to get there is refused. */
function printed(value: Json, entry: string, pointer: string): string {
  try {
    return JSON.stringify(value, null, 2)
  } catch {
    throw new Failure('tooLarge', `${entry}#${pointer} is too large, or nested too deeply, to be printed.`, 'pointer')
  }
}

/** The value that a JSON pointer leads to (RFC 6901), by own fields only. */
export function valueAt(value: Json, pointer: string): Json | undefined {
  let found: Json | undefined = value
  for (const part of pointer === '' ? [] : pointer.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(found)) found = /^\d{1,9}$/.test(key) ? found[Number(key)] : undefined
    else found = found !== null && typeof found === 'object' && Object.hasOwn(found, key) ? found[key] : undefined
  }
  return found
}
