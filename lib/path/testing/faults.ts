import { placeFurniture, placeMinimap, type View } from '@/lib/path/furniture'
import { minimap } from '@/lib/path/geometry'
import type { Card, Layout, Point, Stroke } from '@/lib/path/model'
import { pageAt } from '@/lib/path/pages'

type Named = { name: string; x: number; y: number; w: number; h: number }

const overlap = (a: Named, b: Named) => a.x < b.x + b.w - 0.5 && b.x < a.x + a.w - 0.5 && a.y < b.y + b.h - 0.5 && b.y < a.y + a.h - 0.5

/** Everything that holds text, each in its own box; frames hold others, so of them only the headers count. */
function boxesOf(layout: Layout): Named[] {
  const name = (kind: string, id: string) => `${kind} ${id}`
  const heads = { node: 30, outside: 30, pod: 26, envoy: 22 }
  return [
    ...layout.cards.map((c) => ({ ...rect(c), name: name('card', c.id) })),
    ...layout.hooks.map((h) => ({ ...rect(h), name: name('hook', `${h.id} ${h.hook} ${h.table}`) })),
    ...layout.tags.map((t) => ({ ...rect(t), name: name('tag', t.id) })),
    ...layout.stubs.map((s) => ({ ...rect(s), name: name('stub', s.id) })),
    ...layout.frames.map((f) => ({ ...rect(f), w: (f.heads[0]?.x ?? f.x + f.w) - f.x, h: heads[f.kind], name: name('frame', f.id) })),
    ...layout.frames.flatMap((f) => f.heads.map((h) => ({ ...rect(h), name: name('head', f.id) }))),
    ...layout.frames.flatMap((f) => (f.note ? [{ ...rect(f.note), name: name('note', f.id) }] : [])),
    ...(layout.axis?.stops.map((s) => ({ ...rect(s.caption), name: name('caption', s.id) })) ?? []),
    ...(layout.axis?.card ? [{ ...rect(layout.axis.card), h: heads.node, name: 'answer frame' }] : []),
    ...(layout.client ? [{ ...rect(layout.client), name: 'client' }] : []),
    ...(layout.answer ? [{ ...rect(layout.answer), name: 'answer' }] : []),
    ...(layout.beyond?.cards.map((c) => ({ ...rect(c), name: name('ghost', c.id) })) ?? []),
    ...(layout.beyond?.frames.map((f) => ({ ...rect(f), h: heads[f.kind], name: name('ghost frame', f.id) })) ?? []),
    ...(layout.beyond?.door ? [{ ...rect(layout.beyond.door), name: 'door' }] : []),
    ...(layout.entries ? [{ ...rect(layout.entries), name: 'entries' }] : []),
    ...(layout.stopNote ? [{ ...rect(layout.stopNote), name: 'stop note' }] : []),
  ]
}

const rect = ({ x, y, w, h }: { x: number; y: number; w: number; h: number }) => ({ x, y, w, h })

export function overlaps(layout: Layout): string[] {
  const boxes = boxesOf(layout)
  const found: string[] = []
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      const nested = a.name.startsWith('frame ') && b.name.startsWith('frame ') && contains(a, b)
      if (!nested && overlap(a, b)) found.push(`${a.name} and ${b.name}`)
    }
  }
  return found
}

const contains = (a: Named, b: Named) => b.y >= a.y + a.h || a.y >= b.y + b.h

/** The part of a card that text may use: right of the 22 px strip that the line owns. */
const textBox = (c: Card): Named => ({ name: `text of card ${c.id}`, x: c.station.x + 11, y: c.y, w: c.x + c.w - c.station.x - 11, h: c.h })

function meets(a: Point, b: Point, box: Named): boolean {
  const [x1, x2] = [Math.min(a.x, b.x), Math.max(a.x, b.x)]
  const [y1, y2] = [Math.min(a.y, b.y), Math.max(a.y, b.y)]
  return x1 < box.x + box.w - 0.5 && x2 > box.x + 0.5 && y1 < box.y + box.h - 0.5 && y2 > box.y + 0.5
}

/** Where a stroke of the line runs through a text: it may only use the strip left of it. */
export function crossings(layout: Layout): string[] {
  const texts: Named[] = [
    ...layout.cards.map(textBox),
    ...boxesOf(layout).filter((b) => /^(hook|tag|stub|head|note|stop note|door|entries)/.test(b.name)),
    ...(layout.axis?.stops.map((s) => ({ ...rect(s.caption), name: `caption ${s.id}` })) ?? []),
  ]
  const found: string[] = []
  const check = (stroke: Stroke) => {
    for (let i = 1; i < stroke.points.length; i += 1) {
      const [a, b] = [stroke.points[i - 1], stroke.points[i]]
      if (!a || !b) continue
      for (const box of texts)
        if (meets(a, b, box) && !(box.name.startsWith('stub') && stroke.tone === 'random'))
          found.push(`${stroke.tone} ${a.x},${a.y} → ${b.x},${b.y} through ${box.name}`)
    }
  }
  for (const stroke of layout.strokes) check(stroke)
  return found
}

/** Where each frame has a screen: what lies on two of them, and cards that a finger misses. */
export function pageFaults(layout: Layout, width: number): string[] {
  if (layout.pages.length === 0) return ['there are no pages']
  const cut = boxesOf(layout).filter((box) => {
    const page = layout.pages[pageAt(layout.pages, box.x)]
    return page === undefined || box.x < page.x || box.x + box.w > page.x + width
  })
  const split = layout.frames.filter((f) => f.parent === null).length + (layout.axis ? 1 : 0)
  return [
    ...cut.map((box) => `${box.name} lies on two screens`),
    ...layout.cards.filter((card) => card.h < 36).map((card) => `card ${card.id} is only ${card.h} high`),
    ...(layout.pages.filter((page) => page.reached).length === split ? [] : [`${layout.pages.length} screens`]),
  ]
}

/** Where people look at a picture that is larger than its window: at its corners, and in its middle. */
function viewsOf(layout: Layout, width: number, height: number): View[] {
  const [right, down] = [Math.max(0, layout.size.w - width), Math.max(0, layout.size.h - height)]
  const shares = [0, 0.5, 1]
  return shares.flatMap((across) => shares.map((along) => ({ x: -right * across, y: -down * along, zoom: 1, width, height })))
}

/** What the legend, the list of branches and the minimap cover of the picture or of each other, and in how many views the minimap had a place. */
export function furnished(layout: Layout, width: number, height: number): { covered: string[]; maps: number } {
  const furniture = placeFurniture(layout, width, height, false)
  const beside = Object.entries(furniture).flatMap(([name, box]) => (box ? [{ ...rect(box), name }] : []))
  const frames = layout.frames.filter((f) => f.parent === null).map((f) => ({ ...rect(f), name: `whole frame ${f.id}` }))
  const read: Named[] = [...boxesOf(layout), ...frames]
  const covered: string[] = []
  const check = (thing: Named, others: Named[]) => {
    for (const other of others) if (other.name !== thing.name && overlap(thing, other)) covered.push(`${thing.name} over ${other.name}`)
  }
  for (const one of beside) check(one, [...read, ...beside])
  let maps = 0
  for (const view of viewsOf(layout, width, height)) {
    const place = placeMinimap(layout, furniture, view)
    if (!place) continue
    maps += 1
    const map = { name: `minimap at ${view.x},${view.y}`, x: place.left - view.x, y: place.top - view.y, w: minimap.w, h: minimap.h }
    check(map, [...read, ...beside])
  }
  return { covered, maps }
}
