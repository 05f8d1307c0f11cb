import { describe, expect, it } from 'vitest'
import { fold } from '@/lib/path/fold'
import { cardItem, type Item } from '@/lib/path/items'
import { measure } from '@/lib/path/measure'
import type { CardContent } from '@/lib/path/model'
import { rounded } from '@/lib/path/rounded'
import { shortRule } from '@/lib/path/rule-text'
import fc from '@/lib/testing/fast-check'

const card = (id: string, look: CardContent['look'] = 'chain'): Item => ({
  ...cardItem({ look, tone: null, title: `CHAIN-${id}`, mono: true, lines: [], steps: [] }),
  id,
})

describe('fold', () => {
  it('folds runs of plain jumps, and names their numbers', () => {
    const items = fold([card('2'), card('3'), card('4', 'rewrite'), card('5')], new Set(), null)
    expect(items.map((i) => (i.type === 'card' ? [i.id, i.card.look, i.card.range] : []))).toEqual([
      ['2', 'fold', '2–3'],
      ['4', 'rewrite', undefined],
      ['5', 'chain', undefined],
    ])
  })

  it('never hides the selected card, and opens what is open', () => {
    expect(fold([card('2'), card('3')], new Set(), '3').map((i) => i.type === 'card' && i.id)).toEqual(['2', '3'])
    expect(fold([card('2'), card('3')], new Set(['fold.2']), null)).toHaveLength(2)
  })
})

describe('rounded', () => {
  it('starts and ends at the ends, whatever the corners', () => {
    const coordinate = fc.integer({ min: 0, max: 500 })
    fc.assert(
      fc.property(
        fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 1, max: 20 }),
        (points, r) => {
          const d = rounded(points, r)
          const [first, last] = [points[0], points.at(-1)]
          expect(d.startsWith(`M${first?.x} ${first?.y}`)).toBe(true)
          expect(d).not.toContain('NaN')
          expect(last && d.endsWith(`${last.x} ${last.y}`)).toBe(true)
        },
      ),
    )
  })
})

describe('measure', () => {
  it('grows with every character', () => {
    fc.assert(fc.property(fc.string(), fc.boolean(), (text, mono) => measure(`${text}x`, 11, mono) >= measure(text, 11, mono)))
    expect(measure('가', 10, false)).toBe(10)
  })
})

describe('shortRule', () => {
  it('leaves out what the card already says', () => {
    expect(shortRule('-A KUBE-X -p tcp -m comment --comment "a: b" -m tcp --dport 80 -j KUBE-Y')).toBe('-p tcp --dport 80 -j KUBE-Y')
  })
})
