import * as g from '@/lib/path/geometry'
import type { Box, LayoutOptions } from '@/lib/path/model'

type Around = {
  options: LayoutOptions
  /** Right edge of the last frame that is reached. */
  right: number
  /** Right and lower edge of the ghosts, or null. */
  beyond: { right: number; bottom: number } | null
  /** The lowest thing of the picture, and the left edge of its frames; where each frame has a screen, of the last one that is reached. */
  bottom: number
  left: number
}

/** Where the list of the same request at each entry stands: right of a stop under what would have followed, else below the picture. */
export function entriesBox({ options, right, beyond, bottom, left }: Around): Box | null {
  const rows = options.entries ?? 0
  if (rows === 0) return null
  const set = g.widthsOf(options.set, options.width)
  const h = g.entries.title + rows * g.entries.row
  if (options.set === 'page') return { x: left, y: bottom + g.entries.above, w: set.frame, h }
  const most = 2 * set.frame + set.gutter
  const x = right + set.gutter
  const fits = x + set.frame <= options.width - g.margin
  if (fits) {
    const y = beyond ? beyond.bottom + g.entries.above : g.top
    return { x, y, w: Math.min(most, options.width - g.margin - x), h }
  }
  return { x: left, y: bottom + g.entries.above, w: Math.min(most, Math.max(set.frame, options.width - g.margin - left)), h }
}
