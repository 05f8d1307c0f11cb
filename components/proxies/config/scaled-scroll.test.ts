import { expect, it } from 'vitest'
import { lineWindow, MAX_HEIGHT } from '@/components/proxies/config/scaled-scroll'

it.each([100, 50_000, 3_000_000])(
  'shows the first and the last of %i rows at the ends of the scrolling, and stays below the limit',
  (count) => {
    const view = 900
    const start = lineWindow(count, 18, 0, view)
    expect(start.first).toBe(0)
    expect(start.top(0)).toBe(0)
    expect(start.height).toBeLessThanOrEqual(MAX_HEIGHT)
    const end = lineWindow(count, 18, start.height - view, view)
    expect(end.last).toBe(count)
    expect(end.top(count - 1) + 18).toBeCloseTo(end.height, 3)
    expect(end.last - end.first).toBeLessThan(view / 18 + 50)
  },
)

it('brings a row into view', () => {
  const count = 3_000_000
  for (const place of [1000, 1_500_000, 2_999_000]) {
    const at = lineWindow(count, 18, 0, 900).scrollTo(place)
    const window = lineWindow(count, 18, at, 900)
    expect(window.top(place) - at).toBeCloseTo(300, 0)
  }
})
