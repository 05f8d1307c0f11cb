import type { z } from 'zod'
import type { ConfigAnswer, ConfigResource, configQuery, configResourceQuery } from '@/lib/api/proxy-config'
import type { Json } from '@/lib/istio/json'
import type { Recording } from '@/lib/recording/recording'
import { Failure } from '@/server/http/failure'
import { envoyDump } from '@/server/proxy-config/dump'
import { CONFIG_TABLES } from '@/server/proxy-config/tables'

/** Larger resources are read in parts: a browser lays this much text out without a pause. */
const MAX_RESOURCE_CHARS = 4 * 1024 * 1024

/** The table of one kind of a proxy's resources, only the rows with all words of `q`. */
export function configAt(recording: Recording, { proxy, kind, at, q }: z.infer<typeof configQuery>): ConfigAnswer {
  const { entry, at: seen, value } = envoyDump(recording, proxy, kind, at)
  const { columns, rows } = CONFIG_TABLES[kind]
  const all = rows(value, Date.parse(recording.scenario.start) + seen)
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = words.length === 0 ? all : all.filter(({ cells }) => words.every((word) => cells.join(' ').toLowerCase().includes(word)))
  return { proxy, kind, entry, at: seen, columns, rows: shown, total: all.length }
}

/** One resource as indented JSON, without key material. 404 when the pointer leads nowhere, 413 when it is too large to show at once. */
export function configResourceAt(recording: Recording, { proxy, kind, at, pointer }: z.infer<typeof configResourceQuery>): ConfigResource {
  const { entry, at: seen, value } = envoyDump(recording, proxy, kind, at)
  const found = valueAt(value, pointer)
  if (found === undefined) throw new Failure('notFound', `${entry} has nothing at “${pointer}”.`, 'pointer')
  const text = JSON.stringify(found, hideKeys, 2)
  if (text.length > MAX_RESOURCE_CHARS)
    throw new Failure(
      'tooLarge',
      `${entry}#${pointer} is larger than ${MAX_RESOURCE_CHARS / (1024 * 1024)} MiB; open a part of it.`,
      'pointer',
    )
  return { entry, at: seen, pointer, text }
}

/** RFC 6901, own fields only. */
function valueAt(value: Json, pointer: string): Json | undefined {
  let found: Json | undefined = value
  for (const part of pointer === '' ? [] : pointer.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(found)) found = /^\d{1,9}$/.test(key) ? found[Number(key)] : undefined
    else found = found !== null && typeof found === 'object' && Object.hasOwn(found, key) ? found[key] : undefined
  }
  return found
}

/** Envoy redacts keys itself; a dump that was made otherwise must not show them either. */
const KEY_FIELDS = new Set(['private_key', 'privateKey', 'session_ticket_keys', 'sessionTicketKeys', 'password'])
const hideKeys = (name: string, value: unknown): unknown => (KEY_FIELDS.has(name) && value !== null ? '[redacted]' : value)
