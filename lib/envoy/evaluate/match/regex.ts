import { RE2JS } from 're2js'
import { MAX_REGEX_CHARS } from '@/lib/envoy/parse/limits'

/** Most compiled expressions kept; beyond that the oldest go. */
const MAX_KEPT = 500
const compiled = new Map<string, RE2JS | null>()

function compile(pattern: string): RE2JS | null {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  let made: RE2JS | null = null
  try {
    made = pattern.length > MAX_REGEX_CHARS ? null : RE2JS.compile(pattern)
  } catch {
    made = null
  }
  if (compiled.size >= MAX_KEPT) for (const oldest of [...compiled.keys()].slice(0, MAX_KEPT / 2)) compiled.delete(oldest)
  compiled.set(pattern, made)
  return made
}

/** Whether the whole text matches (Envoy matches regexes in full, by RE2); null when the expression is not valid or too long. */
export function regexMatches(pattern: string, text: string): boolean | null {
  return compile(pattern)?.matcher(text).matches() ?? null
}

/** Replaces every match (Envoy's RegexMatchAndSubstitute with \1 groups); null when it is not valid. */
export function regexReplace(pattern: string, text: string, substitution: string): string | null {
  const regex = compile(pattern)
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
