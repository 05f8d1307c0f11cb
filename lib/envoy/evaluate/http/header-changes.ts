import type { HttpRequest } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

function append(headers: Map<string, string>, item: JsonNode): string | null {
  const header = item.get('header')
  const name = (header.get('key').text() ?? '').toLowerCase()
  const value = header.get('value').text() ?? ''
  const action =
    item.get('append_action').text() ?? (item.get('append').flag(true) ? 'APPEND_IF_EXISTS_OR_ADD' : 'OVERWRITE_IF_EXISTS_OR_ADD')
  if (name === 'host' || name === ':authority') return value
  const present = headers.get(name)
  if (action === 'ADD_IF_ABSENT' && present !== undefined) return null
  if (action === 'OVERWRITE_IF_EXISTS' && present === undefined) return null
  headers.set(name, action === 'APPEND_IF_EXISTS_OR_ADD' && present !== undefined ? `${present},${value}` : value)
  return null
}

/** request_headers_to_remove and _to_add of the levels given, the most specific first. `%…%` values stay as written. */
export function changeHeaders(request: HttpRequest, levels: readonly JsonNode[]): HttpRequest {
  const headers = new Map(request.headers)
  let authority = request.authority
  for (const level of levels) {
    for (const name of level.get('request_headers_to_remove').texts()) headers.delete(name.toLowerCase())
    for (const item of level.get('request_headers_to_add').items()) authority = append(headers, item) ?? authority
  }
  return { ...request, authority, headers }
}
