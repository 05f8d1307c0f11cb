import type { EvidenceText } from '@/lib/api/evidence-text'
import { locatePointer } from '@/lib/recording/json-locate'
import { parseJson } from '@/lib/recording/json-parse'
import { redact } from '@/lib/recording/redact'

/** Lines of one answer; who needs more opens the file. */
const MAX_LINES = 600
/** Characters of a line; config dumps hold certificates and filters in one. */
const MAX_LINE = 4000
/** A line longer than this in the place asked for means JSON without line breaks. */
const UNREADABLE_LINE = 2000

export type Place = { line: number } | { pointer: string } | null

/** The lines of an entry around a place; null when the place does not exist. Without a place: from the start. Credentials are taken out. */
export function evidenceText(entry: string, text: string, place: Place, context: number): EvidenceText | null {
  if (place !== null && 'pointer' in place) return aroundPointer(entry, text, place.pointer, context)
  const lines = linesOf(text)
  const line = place?.line ?? 1
  if (line < 1 || line > Math.max(1, lines.length)) return null
  return cut(entry, lines, line, place === null ? Math.max(1, lines.length) : line, context, false)
}

function aroundPointer(entry: string, text: string, pointer: string, context: number): EvidenceText | null {
  const found = locatePointer(text, pointer)
  if (found === null) return null
  const lines = linesOf(text)
  if ((lines[found.line - 1]?.length ?? 0) <= UNREADABLE_LINE) return cut(entry, lines, found.line, found.endLine, context, false)
  const parsed = parseJson(text)
  const value = parsed.ok ? JSON.stringify(valueAt(parsed.value, pointer), null, 2) : undefined
  if (value === undefined) return null
  const printed = value.split('\n')
  return cut(entry, printed, 1, printed.length, 0, true)
}

function cut(entry: string, lines: readonly string[], first: number, last: number, context: number, reprinted: boolean): EvidenceText {
  const from = Math.max(1, first - context)
  const to = Math.min(lines.length, last + context, from + MAX_LINES - 1)
  const clean = redact(lines.slice(from - 1, to).map((text) => text.slice(0, MAX_LINE)))
  return {
    entry,
    totalLines: lines.length,
    hit: { from: first, to: Math.max(first, last) },
    lines: clean.lines.map((text, n) => ({ no: from + n, text, ...((lines[from - 1 + n]?.length ?? 0) > MAX_LINE && { cut: true }) })),
    reprinted,
    redacted: clean.redacted,
    truncated: to < Math.min(lines.length, last + context),
  }
}

function linesOf(text: string): string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

function valueAt(root: unknown, pointer: string): unknown {
  let value = root
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = new Map<string, unknown>(Object.entries(value)).get(key)
  }
  return value
}
