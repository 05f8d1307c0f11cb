import type { Column } from '@/lib/path/column'
import * as g from '@/lib/path/geometry'
import type { Arrow, Bar, Card, Dot, Frame, Lock, Point, Stroke, Tone } from '@/lib/path/model'
import { rounded } from '@/lib/path/rounded'

export type Track = { column: Column; frame: Frame; w: number }
export type Line = {
  strokes: Stroke[]
  dots: Dot[]
  arrows: Arrow[]
  bars: Bar[]
  locks: Lock[]
  end: { card: Card; x: number; tone: Tone } | null
  start: Point | null
}

export const stroke = (points: Point[], tone: Stroke['tone'], width: number, dash: string | null, branch = false): Stroke => ({
  d: rounded(points, g.rail.radius),
  points,
  tone,
  width,
  dash,
  branch,
})

const dashOf = (tone: Tone) => (tone === 'unknown' ? '2 5' : null)

/** Inside a rewrite the line changes to the inverted card's colour. */
const overlay = (card: Card, width: number) =>
  stroke(
    [
      { x: card.station.x, y: card.y },
      { x: card.station.x, y: card.y + card.h },
    ],
    'inverted',
    width,
    null,
  )

/**
 * The request's way: in at each column's tag, down its rail, out at the foot and up the gutter. `from` is the client card's edge, or null when the
 * sender is itself a card. `transport` tells for a card the security of the connection that leaves after it. `paged`: each frame has a screen of its
 * own, the client's card above the first one, and a lock that stood between two would be cut.
 */
export function drawLine(
  tracks: Track[],
  from: Point | null,
  transport: (card: Card) => Lock['kind'] | 'none' | null,
  stopped: Tone | null,
  paged: boolean,
): Line {
  const line: Line = { strokes: [], dots: [], arrows: [], bars: [], locks: [], end: null, start: from }
  let points: Point[] = from ? [from] : []
  let tone: Tone = 'trace'
  let secure: Lock['kind'] | 'none' = 'none'
  const overlays: Stroke[] = []
  const others: Stroke[] = []
  const change = (to: Tone, here: Point) => {
    points.push(here)
    line.strokes.push(stroke(points, tone, 3, dashOf(tone)))
    points = [here]
    tone = to
  }
  let previous: { card: Card; x: number } | null = null
  for (const [i, { column, frame }] of tracks.entries()) {
    const before = tracks[i - 1]
    if (column.enter) {
      if (before) {
        const foot = before.frame.y + before.frame.h - g.frame.line
        const gutter = (before.column.x + before.w + column.x) / 2
        points.push({ x: before.column.railX, y: foot }, { x: gutter, y: foot }, { x: gutter, y: column.enter.y })
        if (secure !== 'none' && before.frame !== frame)
          line.locks.push({
            id: `lock.${i}`,
            ...(paged ? { x: before.column.x + before.w - g.page.lock, y: foot } : { x: gutter, y: (foot + column.enter.y) / 2 }),
            kind: secure,
          })
      }
      points.push({ x: column.railX, y: column.enter.y })
      const down = paged && !before && from !== null
      line.arrows.push(
        down ? { x: column.railX, y: frame.y + 4, tone, to: 'down' } : { x: column.x + 4, y: column.enter.y, tone, to: 'right' },
      )
    }
    let x = column.railX
    previous = null
    for (const stop of column.stops) {
      if (stop.kind === 'dot') {
        if (previous && x !== stop.x) {
          points.push({ x, y: previous.card.y + previous.card.h + 3 }, { x: stop.x, y: previous.card.y + previous.card.h + 3 })
          x = stop.x
        }
        line.dots.push({ x: stop.x, y: stop.y, tone })
      } else if (stop.kind === 'fork') {
        for (const [k, lane] of stop.lanes.entries()) {
          const way = [
            { x: stop.x, y: stop.busY },
            { x: lane.x, y: stop.busY },
            { x: lane.x, y: stop.mergeY },
            { x: stop.x, y: stop.mergeY },
          ]
          if (k === stop.chosen) {
            points.push(...way)
            if (lane.card.op) overlays.push(overlay(lane.card, 3))
            line.end = { card: lane.card, x: lane.x, tone }
            previous = { card: lane.card, x: stop.x }
          } else {
            others.push(stroke(way, 'random', 2, null, true))
            if (lane.card.op) overlays.push(overlay(lane.card, 1.5))
          }
        }
        previous = null
      } else {
        const { card } = stop
        if (x !== stop.x) {
          const y: number = stop.x < x && previous ? previous.card.y + previous.card.h + 3 : card.y - 4
          points.push({ x, y }, { x: stop.x, y })
          x = stop.x
        }
        if (points.length === 0) {
          points.push(card.station)
          line.start = card.station
        }
        if (card.tone !== null && card.tone !== tone && (card.tone === 'unknown' || card.chip)) change(card.tone, card.station)
        if (card.look === 'rewrite' && card.tone === null) overlays.push(overlay(card, 3))
        secure = transport(card) ?? secure
        previous = { card, x }
        line.end = { card, x, tone }
      }
    }
  }
  if (line.end) {
    const { card, x } = line.end
    if (stopped !== null) {
      const y = card.y + card.h + 8
      points.push({ x, y })
      line.bars.push({ x, y, tone: stopped })
    } else points.push({ x, y: card.station.y })
  }
  if (points.length > 1) line.strokes.push(stroke(points, tone, 3, dashOf(tone)))
  line.strokes = [...others, ...line.strokes, ...overlays]
  return line
}
