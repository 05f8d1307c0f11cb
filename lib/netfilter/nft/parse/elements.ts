import type { Json } from '@/lib/netfilter/nft/json'
import { jsonErrorMessage } from '@/lib/recording/json-parse'
import { lineAndColumn } from '@/lib/recording/json-scan'

/** One element of nft's list, read only where somebody asks. */
export interface Element {
  /** table, chain, rule, set, map… */
  kind: string
  /** In the list, from 0; its JSON pointer is `/nftables/INDEX`. */
  index: number
  text: string
}

/** nft nests a dozen; deeper is no rule of its, and would be too deep to be read. */
const MAX_DEPTH = 200

const QUOTE = 34
const COMMA = 44
const OPEN_LIST = 91
const BACKSLASH = 92
const CLOSE_LIST = 93
const OPEN = 123
const CLOSE = 125

/**
 * Splits what `nft -j list ruleset` prints into its elements without parsing them: most rules of a big rule set are never asked for.
 * Throws a message for a person when the text is something else, ends too soon, or has a bracket where rules would be lost by it.
 */
export function splitElements(text: string): Element[] {
  const list = /^\s{0,64}\{\s{0,64}"nftables"\s{0,64}:\s{0,64}\[/.exec(text)
  if (!list) throw new Error('not what nft -j list ruleset prints')
  const control = firstControl(text)
  if (control >= 0) throw broken(text, control, `the character ${text.charCodeAt(control)} stands in no JSON`)
  const elements: Element[] = []
  // The brackets that close those open in an element.
  const closers: number[] = []
  let start = -1
  for (let at = list[0].length; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const closer = closers.at(-1)
    if (closers.length > MAX_DEPTH) throw broken(text, at, `more than ${MAX_DEPTH} brackets stand in one another`)
    if (closer === undefined) {
      if (code === COMMA || isSpace(code)) continue
      if (code === CLOSE_LIST) return closed(text, at + 1, elements)
      if (code !== OPEN) throw misplaced(text, at, code === CLOSE ? '“]”' : '“{”')
      start = at
      closers.push(CLOSE)
    } else if (code === QUOTE) at = endOfString(text, at)
    else if (code === OPEN) closers.push(CLOSE)
    else if (code === OPEN_LIST) closers.push(CLOSE_LIST)
    else if (code === CLOSE || code === CLOSE_LIST) {
      if (code !== closer) throw misplaced(text, at, `“${String.fromCharCode(closer)}”`)
      closers.pop()
      if (closers.length === 0) elements.push(elementOf(text.slice(start, at + 1), elements.length))
    }
  }
  throw new Error(`the list ends in the middle of its element ${elements.length + 1}`)
}

/** The elements, when the object around the list ends behind it and nothing follows: rules may stand in what does. */
function closed(text: string, behind: number, elements: Element[]): Element[] {
  const brace = firstVisible(text, behind)
  if (text.charCodeAt(brace) !== CLOSE) throw misplaced(text, brace, '“}”')
  const rest = firstVisible(text, brace + 1)
  if (rest < text.length) throw misplaced(text, rest, END_OF_FILE)
  return elements
}

const END_OF_FILE = 'the end of the file'

function misplaced(text: string, at: number, wanted: string): Error {
  const found = at < text.length ? `“${text.charAt(at)}”` : END_OF_FILE
  return broken(text, at, `${found} where ${wanted} was expected`)
}

function broken(text: string, at: number, message: string): Error {
  return new Error(jsonErrorMessage({ ...lineAndColumn(text, at), message }))
}

function firstVisible(text: string, from: number): number {
  let at = from
  while (at < text.length && isSpace(text.charCodeAt(at))) at++
  return at
}

/** The first character that JSON has in no place; -1: there is none. */
function firstControl(text: string): number {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 32 && !isSpace(text.charCodeAt(at))) return at
  return -1
}

/** White space of JSON. */
function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
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
