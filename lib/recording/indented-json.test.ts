import { describe, expect, it } from 'vitest'
import { IndentedJson } from '@/lib/recording/indented-json'

const value = { name: 'a {', list: [{ deep: [1, 2] }], empty: {}, brace: '}', open: '[', big: 'x'.repeat(5000), none: [] }
const text = JSON.stringify(value, null, 2)
const printed = text.split('\n')
const json = new IndentedJson(text)
const all = printed.map((_, line) => json.line(line))

describe('indented JSON by lines', () => {
  it('has the lines of the text, the long ones cut', () => {
    expect(json.lines).toBe(printed.length)
    expect(all.map((line) => line?.text)).toEqual(printed.map((line) => line.slice(0, 4000)))
    expect(all.flatMap((line, n) => (line?.cut ? [n] : []))).toEqual([printed.findIndex((line) => line.includes('"big"'))])
    expect(json.line(printed.length)).toBeNull()
    expect(json.line(-1)).toBeNull()
  })

  it('pairs each opening line with its end, whatever the texts hold', () => {
    const indent = (line: string | undefined) => /^ */.exec(line ?? '')?.[0].length
    const folds = all.flatMap((line, start) => (line?.end ? [[start, line.end] as const] : []))
    expect(folds.map(([start]) => printed[start]?.trim())).toEqual(['{', '"list": [', '{', '"deep": ['])
    for (const [start, end] of folds) {
      expect(indent(printed[start])).toBe(indent(printed[end]))
      expect(printed[end]?.trim()).toMatch(/^[}\]],?$/)
    }
  })

  it('says what folds at a depth', () => {
    expect(json.foldsAt(0, 9)).toEqual([[0, printed.length - 1]])
    expect(json.foldsAt(1, 9).map(([start]) => printed[start]?.trim())).toEqual(['"list": ['])
    expect(new IndentedJson(JSON.stringify([[1], [2], [3]], null, 2)).foldsAt(1, 2)).toEqual([
      [1, 3],
      [4, 6],
    ])
  })

  it('finds a text in any case as it stands, each line once', () => {
    const lines = (needle: string) => printed.flatMap((line, n) => (line.toLowerCase().includes(needle.toLowerCase()) ? [n] : []))
    for (const needle of ['DEEP', 'e', '{', '[', '.', '"name": "a {"', '}', '-', '\\', 'x'])
      expect(json.find(needle, 99)).toEqual(lines(needle))
    expect(json.find('e', 2)).toEqual(lines('e').slice(0, 2))
    expect(json.find('', 9)).toEqual([])
    expect(json.find('(a+)+$', 9)).toEqual([])
  })
})
