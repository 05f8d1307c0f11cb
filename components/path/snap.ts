import { oneAScreen } from '@/lib/path/geometry'
import type { Layout } from '@/lib/path/model'

/** As many frames fit beside each other; fewer are never moved. */
const inView = 3
/** A frame that is snapped to keeps the gutter before it in view. */
const before = 28

/**
 * Where a picture of more than three frames comes to rest after scrolling sideways to `x` (a viewport's shift, px, ≤ 0): at the start, at the
 * nearest frame's edge, or at the end. Null: it may stay.
 */
export function snapTo(layout: Layout, x: number, zoom: number, width: number): number | null {
  const frames = layout.frames.filter((frame) => frame.parent === null)
  const end = Math.min(0, width - layout.size.w * zoom)
  const paged = width < oneAScreen
  if ((frames.length <= inView && !paged) || end === 0) return null
  const at = paged ? (frames[0]?.x ?? 0) : before
  const rests = [0, ...frames.slice(1).map((frame) => (at - frame.x) * zoom), ...(paged ? [] : [end])].filter(
    (rest) => paged || rest >= end,
  )
  const to = rests.reduce((best, rest) => (Math.abs(rest - x) < Math.abs(best - x) ? rest : best), 0)
  return Math.abs(to - x) < 1 ? null : to
}
