import type { Packet, Step } from '@/lib/api/step'
import * as g from '@/lib/path/geometry'
import { stroke, type Track } from '@/lib/path/line'
import type { AnswerStop, Arrow, Box, Point, Stroke, Text } from '@/lib/path/model'
import { destination, source } from '@/lib/path/rule-text'

export type AnswerWay = { y: number; stops: AnswerStop[]; strokes: Stroke[]; arrows: Arrow[]; card: Box | null; end: Point }

/** What happens to the answer in one column. */
export type Undone = { track: Track; steps: Step[]; words: { title: Text; detail: Text[] } }

const address = (p: Packet): string => `${source(p)} → ${destination(p)}`

/** What happens to the answer in one column, in words. */
function caption(steps: Step[], hasEnvoy: boolean): Undone['words'] {
  const undone = [...new Set(steps.flatMap((s) => s.facts?.undone?.split(' ') ?? []))].join(', ')
  const packet = steps.at(-1)?.packet
  const detail: Text[] = packet ? [address(packet.after)] : []
  if (steps.length === 0) return { title: { key: 'answer.envoy' }, detail }
  const key = hasEnvoy ? 'answer.envoyUndoes' : undone === '' ? 'answer.conntrack' : 'answer.undoes'
  return { title: { key: hasEnvoy && undone === '' ? 'answer.envoy' : key, values: { what: undone } }, detail }
}

/** A namespace that is met in two columns undoes its rewrites where it made them. */
function owns(track: Track, netns: string, tracks: Track[]): boolean {
  if (track.column.rewrites.includes(netns)) return true
  return track.column.netns.includes(netns) && !tracks.some((other) => other.column.rewrites.includes(netns))
}

/** The columns that the answer passes on its way back, each with what its connection tracking undoes or its proxy does. */
function undoneBy(tracks: Track[], back: Step[], client: boolean): Undone[] {
  const taken = new Set<Step>()
  return [...tracks].reverse().flatMap((track): Undone[] => {
    const steps = back.filter((s) => !taken.has(s) && s.netns !== undefined && owns(track, s.netns, tracks))
    for (const step of steps) taken.add(step)
    const { hasEnvoy } = track.column
    const sender = !client && track === tracks[0]
    if (steps.length === 0 && !hasEnvoy && !sender) return []
    const arrives = steps.length === 0 && !hasEnvoy
    return [{ track, steps, words: arrives ? { title: { key: 'answer.arrives' }, detail: [] } : caption(steps, hasEnvoy) }]
  })
}

/**
 * The way back: out of the frame at `from`, along an axis under the lowest frame to the client (or the sender's rail), with a station in each
 * column whose connection tracking undoes something or whose proxy answers.
 */
export function drawAnswer(tracks: Track[], back: Step[], from: Point, lowest: number, client: boolean, next: number): AnswerWay {
  const y = lowest + g.axis.below
  const stops = undoneBy(tracks, back, client).map(({ track, steps, words }, i): AnswerStop => {
    const x = track.column.railX
    return {
      id: String(next + i),
      station: { x, y },
      caption: { ...words, x: x + g.rail.text, y: y + g.axis.caption, w: track.w - g.rail.x - g.rail.text, h: g.axis.captionHeight },
      steps,
    }
  })
  const end = client ? g.margin + 16 : (tracks[0]?.column.railX ?? g.margin)
  const points: Point[] = [from, { x: from.x, y }, { x: end, y }, ...(client ? [{ x: end, y: y - 14 }] : [])]
  const arrows: Arrow[] = []
  for (const [i, track] of tracks.entries()) {
    const before = tracks[i - 1]
    const x = before ? (before.column.x + before.w + track.column.x) / 2 : client ? track.column.x - 13 : null
    if (x !== null && x < from.x) arrows.push({ x, y, tone: 'reply', to: 'left' })
  }
  return { y, stops, strokes: [stroke(points, 'reply', 2.5, '1 6')], arrows, card: null, end: { x: end, y: y - 5 } }
}

/**
 * The way back where each frame has a screen: from `from` out at the foot of the last frame into a card on the next screen, whose left edge is `x`,
 * and down through its stations to the client.
 */
export function drawAnswerCard(tracks: Track[], back: Step[], from: Point, x: number, client: boolean, next: number): AnswerWay | null {
  const last = tracks.at(-1)
  if (!last) return null
  const railX = x + g.rail.x
  const first = g.top + g.frame.header
  const stops = undoneBy(tracks, back, client).map(({ steps, words }, i): AnswerStop => {
    const y = first + i * g.page.row
    const text = { x: railX + g.rail.text, y, w: last.w - g.rail.x - g.rail.text - g.frame.inset, h: g.page.touch }
    return { id: String(next + i), station: { x: railX, y: y + g.page.touch / 2 }, caption: { ...words, ...text }, steps }
  })
  const under = first + stops.length * g.page.row
  const end = { x: railX, y: client ? under + g.axis.card / 2 : (stops.at(-1)?.station.y ?? under) }
  const card = { x, y: g.top, w: last.w, h: under + (client ? g.axis.card + g.frame.inset : 0) - g.top }
  const foot = last.frame.y + last.frame.h - g.frame.line
  const gutter = (last.column.x + last.w + x) / 2
  const enter = g.top + g.frame.header / 2
  const points = [from, { x: from.x, y: foot }, { x: gutter, y: foot }, { x: gutter, y: enter }, { x: railX, y: enter }, end]
  const arrows: Arrow[] = [{ x: x + 4, y: enter, tone: 'reply', to: 'right' }]
  return { y: end.y, stops, strokes: [stroke(points, 'reply', 2.5, '1 6')], arrows, card, end }
}
