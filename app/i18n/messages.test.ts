import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import compile from 'icu-minify/compile'
import { describe, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../../messages')
const namespaces = (locale: string) => readdirSync(join(folder, locale)).sort()
const read = (locale: string, file: string): unknown => JSON.parse(readFileSync(join(folder, locale, file), 'utf8'))

/** Every message of a file by its dotted key. */
function flat(value: unknown, key = ''): [string, string][] {
  if (typeof value === 'string') return [[key, value]]
  if (typeof value !== 'object' || value === null) throw new Error(`${key} is neither a message nor a group of messages`)
  return Object.entries(value).flatMap(([name, inner]) => flat(inner, key ? `${key}.${name}` : name))
}

/** Where the brace at `open` closes. */
function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth += 1
    if (text[at] === '}' && --depth === 0) return at
  }
  throw new Error(`a brace does not close in “${text}”`)
}

/** Arguments and tags of an ICU message, those in the cases of a plural or select too: `{count, plural, other {<b>#</b>}}` → count, <b>. */
function placeholders(message: string): Set<string> {
  const names = new Set([...message.matchAll(/<([a-z]\w*)>/g)].map((match) => `<${match[1]}>`))
  for (let open = message.indexOf('{'); open >= 0; open = message.indexOf('{', closing(message, open))) {
    const inner = message.slice(open + 1, closing(message, open))
    names.add(inner.split(',')[0]?.trim() ?? '')
    for (let at = inner.indexOf('{'); at >= 0; at = inner.indexOf('{', closing(inner, at))) {
      for (const name of placeholders(inner.slice(at + 1, closing(inner, at)))) names.add(name)
    }
  }
  return names
}

const argumentsOf = (message: string): string => [...placeholders(message)].sort().join()

describe('messages', () => {
  it('has the same namespaces in every language', () => {
    expect(namespaces('ko')).toEqual(namespaces('en'))
  })

  describe.each(namespaces('en'))('%s', (file) => {
    const en = new Map(flat(read('en', file)))
    const ko = new Map(flat(read('ko', file)))

    it('has the same keys in every language', () => {
      expect([...ko.keys()].sort()).toEqual([...en.keys()].sort())
    })

    it('has no empty message', () => {
      expect([...en, ...ko].filter(([, text]) => text.trim() === '')).toEqual([])
    })

    it('is made of messages that compile', () => {
      for (const [key, text] of [...en, ...ko]) expect(() => compile(text), key).not.toThrow()
    })

    it('takes the same arguments in every language', () => {
      const differing = [...en].filter(([key, text]) => argumentsOf(text) !== argumentsOf(ko.get(key) ?? ''))
      expect(differing).toEqual([])
    })
  })
})
