import { type JsonToken, jsonToken, lineAndColumn } from '@/lib/recording/json-scan'

/** Where a value stands in a JSON text, lines and columns from 1. */
export interface JsonPlace {
  line: number
  column: number
  endLine: number
}

/** Finds the value of a JSON pointer (RFC 6901) in the text itself; null when it is not there or the text is broken before it. */
export function locatePointer(text: string, pointer: string): JsonPlace | null {
  if (pointer !== '' && !pointer.startsWith('/')) return null
  let token = jsonToken(text, 0)
  for (const part of pointer.split('/').slice(1)) {
    const wanted = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const found: JsonToken | null =
      token.kind === '{' ? member(text, token, wanted) : token.kind === '[' ? element(text, token, wanted) : null
    if (found === null) return null
    token = found
  }
  const end = skipValue(text, token)
  if (end === null) return null
  return { ...lineAndColumn(text, token.start), endLine: lineAndColumn(text, end - 1).line }
}

function member(text: string, open: JsonToken, wanted: string): JsonToken | null {
  const quoted = JSON.stringify(wanted)
  let key = jsonToken(text, open.end)
  while (key.kind === 'string') {
    const colon = jsonToken(text, key.end)
    if (colon.kind !== ':') return null
    const value = jsonToken(text, colon.end)
    const raw = text.slice(key.start, key.end)
    if (raw === quoted || (raw.includes('\\') && JSON.parse(raw) === wanted)) return value
    const comma = after(text, value)
    if (comma?.kind !== ',') return null
    key = jsonToken(text, comma.end)
  }
  return null
}

function element(text: string, open: JsonToken, wanted: string): JsonToken | null {
  if (!/^(?:0|[1-9][0-9]{0,8})$/.test(wanted)) return null
  let value = jsonToken(text, open.end)
  for (let index = Number(wanted); index > 0; index--) {
    const comma = after(text, value)
    if (comma?.kind !== ',') return null
    value = jsonToken(text, comma.end)
  }
  return value.kind === ']' || value.kind === 'end' || value.kind === 'bad' ? null : value
}

function after(text: string, value: JsonToken): JsonToken | null {
  const end = skipValue(text, value)
  return end === null ? null : jsonToken(text, end)
}

/** The offset behind the value that begins with this token. */
function skipValue(text: string, first: JsonToken): number | null {
  let depth = 0
  let token = first
  for (;;) {
    if (token.kind === 'end' || token.kind === 'bad') return null
    if (token.kind === '{' || token.kind === '[') depth++
    else if (token.kind === '}' || token.kind === ']') depth--
    if (depth < 0) return null
    if (depth === 0) return token.kind === ':' || token.kind === ',' ? null : token.end
    token = jsonToken(text, token.end)
  }
}
