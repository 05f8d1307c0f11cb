import { describe, expect, it } from 'vitest'
import type { Layout } from '@/lib/path/model'
import { snapTo } from './snap'

const frame = (x: number) => ({ parent: null, x, w: 280 })
const layout = (...xs: number[]) => ({ frames: xs.map(frame), size: { w: (xs.at(-1) ?? 0) + 294, h: 700 } }) as unknown as Layout
const long = layout(132, 434, 736, 1038, 1340)

describe('where a long picture comes to rest', () => {
  it.each([
    [-40, 0],
    [-300, 28 - 434],
    [-420, 28 - 434],
    [-5000, 1024 - long.size.w],
  ])('scrolled to %s it rests at %s', (x, to) => {
    expect(snapTo(long, x, 1, 1024)).toBe(to)
  })
  it('shows one frame a screen where three have no room', () => {
    const paged = layout(132, 852, 1572)
    expect(snapTo(paged, -500, 1, 720)).toBe(132 - 852)
    expect(snapTo(paged, -1300, 1, 720)).toBe(132 - 1572)
  })
  it('stays where it already rests, and where everything fits or three frames are all', () => {
    expect(snapTo(long, 28 - 434, 1, 1024)).toBeNull()
    expect(snapTo(long, -40, 0.5, 1024)).toBeNull()
    expect(snapTo(layout(132, 434, 800), -40, 1, 1024)).toBeNull()
  })
})
