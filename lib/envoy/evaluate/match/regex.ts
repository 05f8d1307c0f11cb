import { RE2JS } from 're2js'
import { MAX_REGEX_CHARS, MAX_REGEX_PROGRAM, MAX_REGEX_STEPS } from '@/lib/envoy/parse/limits'

/** Most compiled expressions kept; beyond that the oldest go. */
const MAX_KEPT = 2_000

interface Compiled {
  regex: RE2JS
  size: number
}
const compiled = new Map<string, Compiled | null>()

/** At most how many instructions an expression compiles to: repetitions multiply what stands before them. An estimate from above. */
function programSize(pattern: string): number {
  const open: number[] = []
  let size = 0
  let last = 0
  for (let at = 0; at < pattern.length; at += 1) {
    const letter = pattern[at]
    const repeat = letter === '{' ? /^\{(\d{1,4})(?:,(\d{0,4}))?\}/.exec(pattern.slice(at, at + 12)) : null
    if (repeat !== null) {
      const times = Math.max(Number(repeat[1]), Number(repeat[2] || 0), 1)
      size += last * (times - 1) + times
      last *= times
      at += repeat[0].length - 1
    } else if (letter === '(') {
      open.push(size)
      size += 2
    } else if (letter === ')') {
      last = size - (open.pop() ?? 0)
    } else {
      if (letter === '\\') at += 1
      // A class or a folded letter may take several.
      last = letter === '[' ? 8 : 2
      size += last
    }
    if (size > MAX_REGEX_PROGRAM) return size
  }
  return size
}

function compile(pattern: string): Compiled | null {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  let made: Compiled | null = null
  const size = pattern.length > MAX_REGEX_CHARS ? Number.POSITIVE_INFINITY : programSize(pattern)
  try {
    made = size > MAX_REGEX_PROGRAM ? null : { regex: RE2JS.compile(pattern), size }
  } catch {
    made = null
  }
  if (compiled.size >= MAX_KEPT) for (const oldest of [...compiled.keys()].slice(0, MAX_KEPT / 2)) compiled.delete(oldest)
  compiled.set(pattern, made)
  return made
}

/** The expression, where matching it on this text stays within the limits. */
function usable(pattern: string, text: string): RE2JS | null {
  const made = compile(pattern)
  return made === null || made.size * text.length > MAX_REGEX_STEPS ? null : made.regex
}

/** Whether the whole text matches (Envoy matches regexes in full, by RE2); null when the expression is not valid or too large for the text. */
export function regexMatches(pattern: string, text: string): boolean | null {
  return usable(pattern, text)?.matcher(text).matches() ?? null
}

/** Replaces every match (Envoy's RegexMatchAndSubstitute with \1 groups); null when it is not valid. */
export function regexReplace(pattern: string, text: string, substitution: string): string | null {
  const regex = usable(pattern, text)
  if (regex === null) return null
  const replacement = substitution.replace(/\\(\d)|\$/g, (whole, group: string | undefined) =>
    group === undefined ? `\\${whole}` : `$${group}`,
  )
  try {
    return regex.matcher(text).replaceAll(replacement)
  } catch {
    return null
  }
}
