import type { Json } from '@/lib/netfilter/nft/json'

/** One element of nft's list, read only where somebody asks. */
export interface Element {
  /** table, chain, rule, set, map… */
  kind: string
  /** In the list, from 0; its JSON pointer is `/nftables/INDEX`. */
  index: number
  text: string
}

const QUOTE = 34
const OPEN_LIST = 91
const BACKSLASH = 92
const CLOSE_LIST = 93
const OPEN = 123
const CLOSE = 125

/**
 * Splits what `nft -j list ruleset` prints into its elements without parsing them: most rules of a big rule set are never asked for.
 * Throws a message for a person when the text is something else or ends too soon.
 */
export function splitElements(text: string): Element[] {
  const list = /^\s{0,64}\{\s{0,64}"nftables"\s{0,64}:\s{0,64}\[/.exec(text)
  if (!list) throw new Error('not what nft -j list ruleset prints')
  const elements: Element[] = []
  let depth = 0
  let start = -1
  for (let at = list[0].length; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === OPEN || code === OPEN_LIST) {
      if (depth === 0) start = at
      depth++
    } else if (code === CLOSE || code === CLOSE_LIST) {
      if (depth === 0) return elements
      depth--
      if (depth === 0) elements.push(elementOf(text.slice(start, at + 1), elements.length))
    }
  }
  throw new Error(`the list ends in the middle of its element ${elements.length + 1}`)
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

function isEscaped(text: string, quote: number): boolean {
  let back = quote - 1
  while (text.charCodeAt(back) === BACKSLASH) back--
  return (quote - 1 - back) % 2 === 1
}

function elementOf(text: string, index: number): Element {
  const kind = /^\{\s{0,64}"([^"]{1,64})"/.exec(text)?.[1] ?? ''
  return { kind, index, text }
}

/** What is in an element. Throws when it is no JSON. */
export function readElement({ text }: Element): Json {
  return JSON.parse(text)
}

/** Family, table and name of a set near the beginning of its element, without parsing its elements; null when they are not there. */
export function headField({ text }: Element, name: 'family' | 'table' | 'name'): string | null {
  const elements = text.indexOf('"elem"')
  return HEAD[name].exec(elements < 0 ? text : text.slice(0, elements))?.[1] ?? null
}

const HEAD = {
  family: /"family"\s{0,8}:\s{0,8}"([^"\\]{1,256})"/,
  table: /"table"\s{0,8}:\s{0,8}"([^"\\]{1,256})"/,
  name: /"name"\s{0,8}:\s{0,8}"([^"\\]{1,256})"/,
}
