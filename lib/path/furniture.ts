import * as g from '@/lib/path/geometry'
import type { Box, Layout } from '@/lib/path/model'

/** What stands beside the frames on the canvas: the list of branches and the legend; null where there is none, or no room for it. */
export type Furniture = { follow: Box | null; legend: Box | null }

/** What is seen of the canvas: the viewport's shift and zoom, and the size of the part that nothing covers. CSS px. */
export type View = { x: number; y: number; zoom: number; width: number; height: number }

/** Is a part of the picture outside of the view? */
export const reachesOut = (layout: Layout, { zoom, width, height }: View): boolean =>
  layout.size.w * zoom > width + 1 || layout.size.h * zoom > height + 1

/** Places the list of branches under the client card, and the legend low in the same column. `map`: the minimap is wanted there too. */
export function placeFurniture(layout: Layout, width: number, height: number, map: boolean): Furniture {
  const { client, answer, axis } = layout
  if (layout.pages.length > 0) return pagedFurniture(layout)
  if (!client) return { follow: null, legend: null }
  const top = client.y + client.h + (answer && !axis ? answer.h + 12 : 0) + 16
  const rows = Math.min(g.follow.rows, layout.choices.at(-1)?.length ?? 0)
  const follow = rows === 0 ? null : { x: client.x, y: top, w: client.w, h: g.follow.head + rows * g.follow.row }
  const used = follow ? follow.y + follow.h : top
  const answerTop = answer && axis ? answer.y : null
  const outside = map || reachesOut(layout, { x: 0, y: 0, zoom: 1, width, height })
  const above = Math.min((answerTop ?? height) - 12, height - 60) - (outside ? g.minimap.h + g.minimap.gap : 0) - g.legend.h
  // A short picture has no room between the client and its answer: then the legend stands under the answer.
  const below = axis && answer ? axis.y + 24 : null
  const y = above >= used ? above : below !== null && below + g.legend.h <= height - 12 ? below : null
  return { follow, legend: y === null ? null : { x: client.x, y, w: g.legend.w, h: g.legend.h } }
}

/** Where each frame has a screen: under all that stands on the first one. */
function pagedFurniture(layout: Layout): Furniture {
  const [first, second] = layout.pages
  const here = (box: Box) => second === undefined || box.x < second.x
  const { client, answer, entries, frames, stubs } = layout
  const boxes = [...frames, ...stubs, ...[client, answer, entries].filter((box) => box !== null)].filter(here)
  const [frame] = frames
  if (!first || !frame) return { follow: null, legend: null }
  const y = Math.max(...boxes.map((box) => box.y + box.h)) + g.page.client / 2
  const rows = Math.min(g.follow.rows, layout.choices.at(-1)?.length ?? 0)
  const follow = rows === 0 ? null : { x: frame.x, y, w: frame.w, h: g.follow.head + rows * g.page.touch }
  const legend = { x: frame.x, y: follow ? follow.y + follow.h + g.gap.stack : y, w: frame.w, h: g.legend.paged }
  return { follow, legend }
}

/** What the minimap may not cover: everything that is read, frames whole. */
function read(layout: Layout, { follow, legend }: Furniture): Box[] {
  const { client, answer, axis, entries } = layout
  const tops = [...layout.frames, ...(layout.beyond?.frames ?? [])].filter((frame) => frame.parent === null)
  const end = Math.max(0, ...layout.stops.map(({ box }) => box.x + box.w))
  return [
    ...tops,
    ...layout.stubs,
    ...(layout.axis?.stops.map((stop) => stop.caption) ?? []),
    // Its badges reach over their edges by half their size.
    ...(client ? [{ ...client, w: client.w + g.station.size / 2 }] : []),
    ...(answer ? [{ ...answer, h: answer.h + (axis ? axis.y + g.station.size - answer.y - answer.h : 0) }] : []),
    ...(axis ? [{ x: 0, y: axis.y - g.station.size / 2, w: end, h: g.station.size }] : []),
    ...(entries ? [entries] : []),
    ...(follow ? [follow] : []),
    ...(legend ? [legend] : []),
  ]
}

const meet = (a: Box, b: Box, air: number) =>
  a.x < b.x + b.w + air && b.x < a.x + a.w + air && a.y < b.y + b.h + air && b.y < a.y + a.h + air

/** Nearer than this to a card the minimap would look like a part of it. */
const mapAir = 4

/**
 * Where in the view the minimap covers nothing that is read: as low as it can stand at the left edge, else at the right one. Null: nowhere. CSS px
 * from the canvas' top left.
 */
export function placeMinimap(layout: Layout, furniture: Furniture, view: View): { left: number; top: number } | null {
  const { x, y, zoom, width, height } = view
  const seen = read(layout, furniture).map((box) => ({ x: box.x * zoom + x, y: box.y * zoom + y, w: box.w * zoom, h: box.h * zoom }))
  const lowest = height - g.minimap.h - g.top
  const tops = [lowest, ...seen.map((box) => box.y - g.minimap.h - g.minimap.gap)].filter((top) => top >= g.top && top <= lowest)
  for (const left of [g.margin, width - g.minimap.w - g.margin]) {
    const free = tops.filter((top) => !seen.some((box) => meet({ x: left, y: top, w: g.minimap.w, h: g.minimap.h }, box, mapAir)))
    if (free.length > 0) return { left, top: Math.max(...free) }
  }
  return null
}
