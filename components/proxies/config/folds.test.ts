import { describe, expect, it } from 'vitest'
import { foldsOf, shownLines } from './folds'

const value = { name: 'a {', list: [{ deep: [1, 2] }], empty: {}, brace: '}' }
const lines = JSON.stringify(value, null, 2).split('\n')

describe('folding of JSON text', () => {
  it('pairs each opening line with its end, whatever the texts hold', () => {
    const folds = foldsOf(lines)
    for (const [start, end] of folds) {
      const indent = (line: string | undefined) => /^ */.exec(line ?? '')?.[0].length
      expect(indent(lines[start])).toBe(indent(lines[end]))
      expect(lines[end]?.trim()).toMatch(/^[}\]],?$/)
    }
    expect(folds.get(0)).toBe(lines.length - 1)
    expect([...folds.keys()].map((line) => lines[line]?.trim())).toContain('"list": [')
    expect([...folds.keys()].some((line) => lines[line]?.includes('"name"'))).toBe(false)
  })

  it('hides what is folded, with everything folded inside', () => {
    const folds = foldsOf(lines)
    const list = lines.findIndex((line) => line.includes('"list"'))
    const shown = shownLines(lines.length, folds, new Set([list]))
    expect(shown.length).toBe(lines.length - ((folds.get(list) ?? 0) - list))
    expect(shownLines(lines.length, folds, new Set([0, list]))).toEqual([0])
    expect(shownLines(lines.length, folds, new Set())).toEqual(lines.map((_, index) => index))
  })
})
