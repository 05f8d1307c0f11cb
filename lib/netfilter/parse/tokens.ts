import type { RuleOption } from '@/lib/netfilter/model'

/** A word of a rule: its value, the bytes it stood as, and whether it was quoted (a quoted word is never an option). */
interface Word {
  value: string
  raw: string
  quoted: boolean
}

/** Name of the option that holds what cannot be split into words: a quote that does not end. */
export const UNREADABLE = ''

const SPACE = 32
const QUOTE = 34
const BACKSLASH = 92

/** Reads one word from `start`; null when its quote does not end before the text does. */
function readWord(text: string, start: number): Word | null {
  let end = text.indexOf(' ', start)
  if (end < 0) end = text.length
  const plain = text.slice(start, end)
  if (!plain.includes('"')) return { value: plain, raw: plain, quoted: false }
  let value = ''
  let inside = false
  let at = start
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) inside = !inside
    else if (code === BACKSLASH && inside && at + 1 < text.length) value += text[++at]
    else if (code === SPACE && !inside) break
    else value += text[at]
  }
  return inside ? null : { value, raw: text.slice(start, at), quoted: true }
}

/**
 * Splits the part of a rule behind its chain into options with their values, in order. Unknown options are kept as they
 * stand. A quote that does not end gives one option named `UNREADABLE` with the rest as its value.
 */
export function readOptions(text: string): RuleOption[] {
  const options: RuleOption[] = []
  let negated = false
  let current: RuleOption | null = null
  let at = 0
  while (at < text.length) {
    if (text.charCodeAt(at) === SPACE) {
      at++
      continue
    }
    const word = readWord(text, at)
    if (!word) {
      const rest = text.slice(at)
      options.push({ negated, name: UNREADABLE, values: [rest], raw: [rest] })
      return options
    }
    at += word.raw.length
    if (!word.quoted && word.value === '!' && text.startsWith(' -', at)) {
      negated = true
    } else if (!word.quoted && word.value.length > 1 && word.value.startsWith('-') && !isNumber(word.value)) {
      current = { negated, name: word.value, values: [], raw: [] }
      options.push(current)
      negated = false
    } else {
      if (!current) {
        current = { negated, name: UNREADABLE, values: [], raw: [] }
        options.push(current)
      }
      current.values.push(word.value)
      current.raw?.push(word.raw)
    }
  }
  return options
}

/** A negative number is a value, not an option. */
function isNumber(word: string): boolean {
  const second = word.charCodeAt(1)
  return second >= 48 && second <= 57
}

/** An option as iptables-save prints it: `! --dport 80`. */
export function printOption(option: RuleOption): string {
  const words = option.name === UNREADABLE ? [] : [option.name]
  words.push(...(option.raw ?? option.values))
  return (option.negated ? '! ' : '') + words.join(' ')
}
