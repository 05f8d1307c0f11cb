import { type JsonToken, jsonToken, lineAndColumn } from '@/lib/recording/json-scan'

export type JsonResult = { ok: true; value: unknown } | { ok: false; line: number; column: number; message: string }

/** JSON.parse whose error is a value with line and column (engines differ in what they tell). Never throws. */
export function parseJson(text: string): JsonResult {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    const { offset, message } = firstError(text)
    return { ok: false, ...lineAndColumn(text, offset), message }
  }
}

/** The error of `parseJson` as one sentence. */
export function jsonErrorMessage(error: { line: number; column: number; message: string }): string {
  return `line ${error.line}, column ${error.column}: ${error.message}`
}

/** Walks the tokens with a stack of open brackets until one stands where it must not. */
function firstError(text: string): { offset: number; message: string } {
  const open: ('{' | '[')[] = []
  let expect: 'value' | 'firstValue' | 'key' | 'firstKey' | ':' | 'next' = 'value'
  for (let at = 0; ; ) {
    const token = jsonToken(text, at)
    at = token.end
    const within = open.at(-1)
    if (token.kind === 'bad') return { offset: token.start, message: badMessage(text, token) }
    if (expect === 'next' && within === undefined) {
      if (token.kind === 'end') return { offset: token.start, message: 'not valid JSON' }
      return unexpected(token, text, 'the end of the file')
    }
    if (token.kind === 'end') return { offset: token.start, message: 'the file ends in the middle of the JSON (truncated?)' }
    const closes = (token.kind === '}' && within === '{') || (token.kind === ']' && within === '[')
    if (closes && (expect === 'next' || expect === 'firstKey' || expect === 'firstValue')) {
      open.pop()
      expect = 'next'
    } else if (expect === 'next') {
      if (token.kind !== ',') return unexpected(token, text, 'a comma or the closing bracket')
      expect = within === '{' ? 'key' : 'value'
    } else if (expect === 'key' || expect === 'firstKey') {
      if (token.kind !== 'string') return unexpected(token, text, 'a name in double quotes')
      expect = ':'
    } else if (expect === ':') {
      if (token.kind !== ':') return unexpected(token, text, '“:”')
      expect = 'value'
    } else if (token.kind === '{' || token.kind === '[') {
      open.push(token.kind)
      expect = token.kind === '{' ? 'firstKey' : 'firstValue'
    } else if (token.kind === 'string' || token.kind === 'number' || token.kind === 'word') expect = 'next'
    else return unexpected(token, text, 'a value')
  }
}

function unexpected(token: JsonToken, text: string, wanted: string): { offset: number; message: string } {
  const found = token.kind === 'end' ? 'the end of the file' : `“${text.slice(token.start, Math.min(token.end, token.start + 20))}”`
  return { offset: token.start, message: `${found} where ${wanted} was expected` }
}

function badMessage(text: string, token: JsonToken): string {
  if (text[token.start] === '"') return 'a text that does not end on its line, or has a wrong escape'
  return `“${text.slice(token.start, token.start + 20).split(/\s/)[0] ?? ''}” is not JSON`
}
