/** Every length of the path view, in CSS px (design system §6 and §7). */
export const margin = 14
export const top = 12
export const client = { w: 104, h: 68, badge: 15 }
export const frame = { header: 30, inset: 8, foot: 12, leave: 20, line: 8 }
export const pod = { header: 26, padding: 6, note: 18 }
export const envoy = { header: 22, padding: 4 }
export const rail = { x: 30, text: 15, strip: 22, trip: 14, radius: 9 }
export const tag = { h: 34, centre: 47, after: 4 }
export const hook = { h: 20, before: 5, after: 3 }
export const station = { size: 18, y: 14 }
export const height = { line: 28, passed: 40, app: 44, card: 46, third: 60, rewrite: 62, fold: 60, outcome: 66, stub: 54, row: 16 }
export const gap = { normal: 8, tight: 5, inner: 26, stack: 14 }
export const fork = { bus: 15, cards: 34, merge: 14, after: 30, between: 6, lane: 12 }
export const axis = { below: 17, reserve: 66, caption: 6, captionHeight: 34, card: 54, silence: 138 }
/** What would have followed a stop, and the same request at each entry. */
export const ghost = { card: 38, door: 84, past: 46 }
export const entries = { title: 32, row: 38, above: 28 }
/** Beside the frames: the list of branches, the legend, the minimap. */
export const follow = { head: 34, row: 22, rows: 8 }
export const legend = { w: 104, h: 168, paged: 108 }
export const minimap = { w: 110, h: 82, gap: 10 }
export const widths = {
  wide: { first: 26, frame: 292, gutter: 28 },
  narrow: { first: 14, frame: 280, gutter: 22 },
} as const
export const maxGutter = 48
/** Narrower windows show one frame a screen (design system §15): its greatest width, the room under the client card, the least height of a card. */
export const page = { below: 1024, most: 440, client: 36, touch: 38, row: 46, lock: 24 }
/** A canvas is full when a column reaches this far from its height. */
export const air = 24

type Set = keyof typeof widths | 'page'

/** The widths of a canvas `width` px wide: its left edge's margin, the room before the first frame, a frame, and the gutter between frames. */
export function widthsOf(set: Set, width: number): { left: number; first: number; frame: number; gutter: number } {
  if (set !== 'page') return { left: margin, ...widths[set] }
  const frame = Math.min(page.most, width - 2 * margin)
  return { left: (width - frame) / 2, first: 0, frame, gutter: width - frame }
}
