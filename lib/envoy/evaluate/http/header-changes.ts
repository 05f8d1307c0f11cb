import { type Formatting, formatValue } from '@/lib/envoy/evaluate/http/format-value'
import type { HttpRequest } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

interface Change {
  name: string
  /** null: it depends on what no dump says. */
  value: string | null
}

/** Headers of a request while they are changed; `unknown` are those whose value no dump says. */
interface Draft {
  headers: Map<string, string>
  unknown: Set<string>
}

function set({ headers, unknown }: Draft, { name, value }: Change): void {
  headers.set(name, value ?? '')
  if (value === null) unknown.add(name)
  else unknown.delete(name)
}

function add(draft: Draft, change: Change): void {
  const { headers, unknown } = draft
  const present = headers.get(change.name)
  if (present === undefined) return set(draft, change)
  headers.set(change.name, `${present},${change.value ?? ''}`)
  if (change.value === null) unknown.add(change.name)
}

/** One level's changes: what is removed, then what is overwritten, then what is added, all with the values from before (Envoy's HeaderParser). */
function changeLevel(draft: Draft, level: JsonNode, facts: Formatting): void {
  for (const name of level.get('request_headers_to_remove').texts()) {
    draft.headers.delete(name.toLowerCase())
    draft.unknown.delete(name.toLowerCase())
  }
  const before: Formatting = { ...facts, request: { ...facts.request, headers: new Map(draft.headers) } }
  const [added, overwritten]: [Change[], Change[]] = [[], []]
  for (const item of level.get('request_headers_to_add').items()) {
    const header = item.get('header')
    const name = (header.get('key').text() ?? '').toLowerCase()
    const value = formatValue(header.get('value').text() ?? '', before)
    const action =
      item.get('append_action').text() ?? (item.get('append').flag(true) ? 'APPEND_IF_EXISTS_OR_ADD' : 'OVERWRITE_IF_EXISTS_OR_ADD')
    const present = draft.headers.has(name)
    if (value === '' && !item.get('keep_empty_value').flag()) continue
    if (action === 'ADD_IF_ABSENT' ? present : action === 'OVERWRITE_IF_EXISTS' && !present) continue
    const list = action === 'OVERWRITE_IF_EXISTS' || action === 'OVERWRITE_IF_EXISTS_OR_ADD' ? overwritten : added
    list.push({ name, value })
  }
  for (const change of overwritten) set(draft, change)
  for (const change of added) add(draft, change)
}

/** request_headers_to_remove and _to_add of the levels given, in the order in which Envoy applies them. */
export function changeHeaders(facts: Formatting, levels: readonly JsonNode[]): HttpRequest {
  const { request } = facts
  const draft: Draft = { headers: new Map(request.headers), unknown: new Set(request.unknownHeaders) }
  for (const level of levels) changeLevel(draft, level, facts)
  const { headers, unknown } = draft
  const { unknownHeaders: _, ...rest } = request
  return { ...rest, headers, ...(unknown.size === 0 ? {} : { unknownHeaders: unknown }) }
}
