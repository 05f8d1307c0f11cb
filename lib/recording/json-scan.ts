/** A token of JSON: its kind, where it begins and ends (UTF-16 offsets). */
export interface JsonToken {
  kind: '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'number' | 'word' | 'end' | 'bad'
  start: number
  end: number
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const WORD = /true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** The token at or after `from` (RFC 8259); `bad` when none stands there. One pass, nothing backtracks. */
export function jsonToken(text: string, from: number): JsonToken {
  let start = from
  while (isSpace(text.charCodeAt(start))) start++
  const char = text[start]
  if (char === undefined) return { kind: 'end', start, end: start }
  if (char === '{' || char === '}' || char === '[' || char === ']' || char === ':' || char === ',')
    return { kind: char, start, end: start + 1 }
  if (char === '"') {
    const end = stringEnd(text, start)
    return end === null ? { kind: 'bad', start, end: start + 1 } : { kind: 'string', start, end }
  }
  const [kind, pattern] = char >= 'a' ? (['word', WORD] as const) : (['number', NUMBER] as const)
  pattern.lastIndex = start
  return pattern.test(text) ? { kind, start, end: pattern.lastIndex } : { kind: 'bad', start, end: start + 1 }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

/** The offset behind the closing quote; null when the text breaks off or holds a control character or a wrong escape. */
function stringEnd(text: string, start: number): number | null {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return at + 1
    if (code < 0x20) return null
    if (code === 0x5c) {
      ESCAPE.lastIndex = at
      if (!ESCAPE.test(text)) return null
      at = ESCAPE.lastIndex - 1
    }
  }
  return null
}

/** Line and column, both from 1, of an offset. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1
  let begin = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', begin)) {
    line++
    begin = at + 1
  }
  return { line, column: offset - begin + 1 }
}
