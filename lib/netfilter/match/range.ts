/** A range of whole numbers, both ends included. */
export interface Range {
  from: number
  to: number
}

/** `80`, `8000:8100`, `:1024`, `1024:` (ports), or with another separator `1000-2000` (ids); null when it is none. */
export function parseRange(text: string, separator: string, max: number): Range | null {
  const parts = text.split(separator)
  if (parts.length > 2 || text === '' || text === separator) return null
  const [first = '', second = first] = parts
  const from = first === '' ? 0 : parseWhole(first)
  const to = second === '' ? max : parseWhole(second)
  return from === null || to === null || from > to || to > max ? null : { from, to }
}

/** A decimal or 0x number; null when it is none. */
export function parseWhole(text: string): number | null {
  return /^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) ? Number(text) : null
}

/** Whether a number lies in one of the ranges. */
export function inRanges(ranges: readonly Range[], value: number): boolean {
  return ranges.some(({ from, to }) => value >= from && value <= to)
}

export const MAX_PORT = 65535
export const MAX_ID = 4294967295
