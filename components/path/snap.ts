import type { Layout, Page } from '@/lib/path/model'

/** As many frames fit beside each other; fewer are never moved. */
const inView = 3
/** A frame that is snapped to keeps the gutter before it in view. */
const before = 28

/** Moved further than this from the screen on which it rested, a picture goes on to the next one. */
const swipe = 48

/**
 * Where a picture comes to rest after scrolling sideways to `x` (a viewport's shift, px, ≤ 0): with one frame a screen at the screen that was swiped
 * to from `from`; with more than three frames at the start, at the nearest frame's edge, or at the end. Null: it may stay.
 */
export function snapTo(layout: Layout, x: number, zoom: number, width: number, from: number): number | null {
  const frames = layout.frames.filter((frame) => frame.parent === null)
  const end = Math.min(0, width - layout.size.w * zoom)
  const stay = (to: number) => (Math.abs(to - x) < 1 ? null : to)
  if (layout.pages.length > 0) return stay(screenFrom(layout.pages, x, zoom, from))
  if (frames.length <= inView || end === 0) return null
  const rests = [0, ...frames.slice(1).map((frame) => (before - frame.x) * zoom), end].filter((rest) => rest >= end)
  return stay(nearest(rests, x))
}

const nearest = (rests: readonly number[], x: number) =>
  rests.reduce((best, rest) => (Math.abs(rest - x) < Math.abs(best - x) ? rest : best), rests[0] ?? 0)

/** The nearest screen, but never the one that was swiped away from. */
function screenFrom(pages: readonly Page[], x: number, zoom: number, from: number): number {
  const rests = pages.map((page) => 0 - page.x * zoom)
  const to = nearest(rests, x)
  const was = nearest(rests, from)
  if (to !== was || Math.abs(x - was) < swipe) return to
  const next = rests[rests.indexOf(was) + (x < was ? 1 : -1)]
  return next ?? was
}
