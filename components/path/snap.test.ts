import { describe, expect, it } from 'vitest'
import { snapTo } from '@/components/path/snap'
import type { Layout } from '@/lib/path/model'

const frame = (x: number) => ({ parent: null, x, w: 280 })
const layout = (...xs: number[]) => ({ frames: xs.map(frame), pages: [], size: { w: (xs.at(-1) ?? 0) + 294, h: 700 } }) as unknown as Layout
const long = layout(132, 434, 736, 1038, 1340)

describe('where a long picture comes to rest', () => {
  it.each([
    [-40, 0],
    [-300, 28 - 434],
    [-420, 28 - 434],
    [-5000, 1024 - long.size.w],
  ])('scrolled to %s it rests at %s', (x, to) => {
    expect(snapTo(long, x, 1, 1024, 0)).toBe(to)
  })
  it.each([
    [0, -500, -720],
    [0, -60, -720],
    [0, -30, 0],
    [-720, -640, 0],
    [-720, -1300, -1440],
    [-1440, -1600, -1440],
    [0, -1400, -1440],
  ])('with a frame a screen, swiped from %s to %s it rests at %s', (from, x, to) => {
    const pages = [0, 720, 1440].map((left) => ({ x: left, title: '', reached: true }))
    expect(snapTo({ ...layout(132, 852, 1572), pages }, x, 1, 720, from) ?? x).toBe(to)
  })
  it('stays where it already rests, and where everything fits or three frames are all', () => {
    expect(snapTo(long, 28 - 434, 1, 1024, 0)).toBeNull()
    expect(snapTo(long, -40, 0.5, 1024, 0)).toBeNull()
    expect(snapTo(layout(132, 434, 800), -40, 1, 1024, 0)).toBeNull()
  })
})
