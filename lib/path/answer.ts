import type { Packet, Step } from '@/lib/api/step'
import * as g from './geometry'
import { stroke, type Track } from './line'
import type { AnswerStop, Arrow, Point, Stroke, Text } from './model'
import { destination, source } from './rule-text'

export type AnswerWay = { y: number; stops: AnswerStop[]; strokes: Stroke[]; arrows: Arrow[] }

const address = (p: Packet): string => `${source(p)} → ${destination(p)}`

/** What happens to the answer in one column, in words. */
function caption(steps: Step[], hasEnvoy: boolean): { title: Text; detail: Text[] } {
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

/**
 * The way back: out of the frame at `from`, along an axis under the lowest frame to the client (or the sender's rail), with a station in each
 * column whose connection tracking undoes something or whose proxy answers.
 */
export function drawAnswer(tracks: Track[], back: Step[], from: Point, lowest: number, client: boolean, next: number): AnswerWay {
  const y = lowest + g.axis.below
  const stops: AnswerStop[] = []
  const taken = new Set<Step>()
  let no = next
  for (const track of [...tracks].reverse()) {
    const steps = back.filter((s) => !taken.has(s) && s.netns !== undefined && owns(track, s.netns, tracks))
    for (const step of steps) taken.add(step)
    const sender = !client && track === tracks[0]
    if (steps.length === 0 && !track.column.hasEnvoy && !sender) continue
    const x = track.column.railX
    const words =
      steps.length === 0 && !track.column.hasEnvoy
        ? { title: { key: 'answer.arrives' }, detail: [] }
        : caption(steps, track.column.hasEnvoy)
    stops.push({
      id: String(no),
      station: { x, y },
      caption: { ...words, x: x + g.rail.text, y: y + g.axis.caption, w: track.w - g.rail.x - g.rail.text, h: g.axis.captionHeight },
      steps,
    })
    no += 1
  }
  const end = client ? g.margin + 16 : (tracks[0]?.column.railX ?? g.margin)
  const points: Point[] = [from, { x: from.x, y }, { x: end, y }, ...(client ? [{ x: end, y: y - 14 }] : [])]
  const arrows: Arrow[] = []
  for (const [i, track] of tracks.entries()) {
    const before = tracks[i - 1]
    const x = before ? (before.column.x + before.w + track.column.x) / 2 : client ? track.column.x - 13 : null
    if (x !== null && x < from.x) arrows.push({ x, y, tone: 'reply', to: 'left' })
  }
  return { y, stops, strokes: [stroke(points, 'reply', 2.5, '1 6')], arrows }
}
