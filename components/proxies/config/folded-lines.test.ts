import { describe, expect, it } from 'vitest'
import { FoldedLines, rangesOf } from '@/components/proxies/config/folded-lines'

/** What is shown, line by line: the definition that the look-ups have to equal. */
function shownLines(total: number, folds: ReadonlyMap<number, number>): number[] {
  const shown: number[] = []
  for (let line = 0; line < total; line = (folds.get(line) ?? line) + 1) shown.push(line)
  return shown
}

const folds = new Map([
  [12, 15],
  [2, 9],
  [3, 5],
  [16, 18],
  [25, 29],
])

describe('folded lines', () => {
  it.each([
    ['nothing', new Map<number, number>()],
    ['some, also inside of each other and next to each other', folds],
    ['the whole', new Map([[0, 29], ...folds])],
  ])('shows what is left when %s is folded', (_, map) => {
    const lines = new FoldedLines(30, map)
    const shown = shownLines(30, map)
    expect(lines.shown).toBe(shown.length)
    expect(shown.map((_, place) => lines.lineAt(place))).toEqual(shown)
    expect(shown.map((line) => lines.placeOf(line))).toEqual(shown.map((_, place) => place))
  })

  it('gives a hidden line the place of its fold, and opens all that hide it', () => {
    const lines = new FoldedLines(30, folds)
    expect(lines.placeOf(4)).toBe(2)
    expect(lines.placeOf(18)).toBe(lines.placeOf(16))
    const open = lines.revealing(4)
    expect(open.lineAt(open.placeOf(4))).toBe(4)
    expect([...open.folds.keys()].sort((a, b) => a - b)).toEqual([12, 16, 25])
  })

  it('folds and opens one', () => {
    expect(new FoldedLines(10).with(2, 5).shown).toBe(7)
    expect(new FoldedLines(10).with(2, 5).without(2).shown).toBe(10)
  })
})

it('writes lines as ranges', () => {
  expect(rangesOf([0, 1, 2, 5, 7, 8])).toBe('0-2,5,7-8')
  expect(rangesOf([])).toBe('')
})
