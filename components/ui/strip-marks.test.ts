import { expect, it } from 'vitest'
import { shownMarks, stripWidth } from '@/components/ui/strip-marks'
import type { StripMark } from '@/lib/api/overview'
import fc from '@/lib/testing/fast-check'

const marks = (n: number): StripMark[] => [...Array.from({ length: n - 1 }, (_, i): StripMark => (i % 2 === 0 ? 'chain' : 'envoy')), 'app']

it('shows every mark where there is room', () => {
  expect(shownMarks(marks(30), stripWidth(30))).toEqual(marks(30))
})

it('leaves out marks between the first and the last ones, and never takes more room than there is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 60 }), fc.integer({ min: 60, max: 600 }), (n, room) => {
      const all = marks(n)
      const shown = shownMarks(all, room)
      expect(stripWidth(shown.length)).toBeLessThanOrEqual(Math.max(room, stripWidth(6)))
      expect(shown.at(-1)).toBe('app')
      const gap = shown.indexOf(null)
      if (gap < 0) expect(shown).toEqual(all)
      else expect([...shown.slice(0, gap), ...shown.slice(gap + 1)]).toEqual([...all.slice(0, gap), ...all.slice(-4)])
    }),
  )
})
