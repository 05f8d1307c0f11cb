import type { Walk } from '@/lib/api/step'
import { drawAnswer } from './answer'
import { layBeyond } from './beyond'
import { choicesOf, countsOf } from './counts'
import { answerCard, clientCard, shiftAxis } from './ends'
import { entriesBox } from './entries'
import { layFrames, noteHeight } from './frames'
import * as g from './geometry'
import { drawLine, type Track } from './line'
import type { Beyond, Layout, LayoutOptions, Text } from './model'
import { plan } from './plan'
import { transport } from './security'
import { stationsOf, stopsOf } from './stations'
import { tell } from './story'
import { stubStrokes } from './stub-lines'
import { elsewhere } from './stubs'
import { comesBack, verdictTone } from './verdict-tone'

/**
 * Lays a walk out: frames, cards, the line and the way back, exactly by the design system's §6 and §7. Pure: the same walk and options give the
 * same picture. All boxes are CSS px on a canvas whose top left is 0,0; `size` is what has to be scrolled when it is larger than the canvas.
 */
export function layoutWalk(walk: Walk, options: LayoutOptions): Layout {
  const story = tell(walk, options.follow)
  const { ways, planned, next } = plan(story, options)
  const hasClient = ways.client.length > 0
  const set = g.widths[options.set]
  const stopped = ['delivered', 'unknown', 'random'].includes(story.verdict.kind) ? null : verdictTone(story.verdict)
  const showAnswer = options.way !== 'request' && comesBack(story.verdict)
  const others = elsewhere(story, ways.places)
  const room = options.height - g.air - (showAnswer ? g.axis.reserve : 0)
  const placed = layFrames({ planned, others, options, hasClient, stops: stopped !== null, room })
  const { parts, tracks, stubs } = placed

  const client = hasClient ? clientCard(ways.client, story, g.margin + placed.left) : null
  const from = client ? { x: client.x + client.w, y: client.y + g.client.badge } : null
  const line = drawLine(tracks, from, transport, planned.length > 0 ? stopped : null)
  const secured = ways.client.find((s) => s.security)?.security
  if (client && from && (secured === 'mtls' || secured === 'tls') && line.arrows[0])
    line.locks.push({ id: 'lock.client', x: (from.x + 9 + (tracks[0]?.column.x ?? 0)) / 2, y: from.y, kind: secured })
  const stubLines = stubStrokes(stubs, tracks, others)
  const lowest = Math.max(g.top, ...parts.frames.map((f) => f.y + f.h), ...stubs.map((s) => s.y + s.h))

  const turn = line.end
    ? { x: line.end.x, y: stopped === null ? line.end.card.station.y + 9 : line.end.card.y + line.end.card.h + 10 }
    : from
  const back = showAnswer && turn && tracks.length > 0 ? drawAnswer(tracks, ways.back, turn, lowest, client !== null, next) : null
  if (back && client) shiftAxis(back, client.x)
  const answer = client ? answerCard(story, options, client, back?.y ?? null, next + (back?.stops.length ?? 0), ways.back) : null

  const strokes =
    options.way === 'answer'
      ? line.strokes.map((s) => (s.tone === 'inverted' ? s : { ...s, tone: 'ghost' as const, width: 1.5 }))
      : line.strokes
  const right = Math.max(0, ...parts.frames.map((f) => f.x + f.w))
  const bottom = back ? back.y + g.axis.caption + g.axis.captionHeight : lowest
  const beyond = stopped === null ? null : layBeyond(story.steps, options, right + set.gutter)
  const left = parts.frames[0]?.x ?? g.margin
  // One frame a screen: the last one can be scrolled to where the first stands.
  const paged = placed.gutter > g.maxGutter ? (tracks.at(-1)?.frame.x ?? left) - left + options.width - g.margin : 0
  const entries = stopped === null ? null : entriesBox({ options, right, beyond, bottom: Math.max(bottom, beyond?.bottom ?? 0), left })
  const stops = stopsOf(client, parts.cards, back?.stops ?? [], back ? answer : null)
  return {
    frames: parts.frames,
    stubs,
    cards: parts.cards,
    hooks: parts.hooks,
    tags: parts.tags,
    stations: stationsOf(client, parts.cards, back, answer, line),
    dots: [...line.dots, ...(beyond?.dots ?? [])],
    locks: line.locks,
    arrows: [...line.arrows, ...(back?.arrows ?? []), ...stubLines.arrows],
    bars: line.bars,
    strokes: [...(beyond?.strokes ?? []), ...(back?.strokes ?? []), ...stubLines.strokes, ...strokes],
    client,
    axis: back ? { y: back.y, stops: back.stops } : null,
    answer,
    stopNote:
      stopped !== null && line.end
        ? {
            x: line.end.x + g.rail.text,
            y: bottomOf(tracks) + 8,
            w: set.frame - g.rail.x - g.rail.text - g.frame.inset - (line.end.x - (tracks.at(-1)?.column.railX ?? line.end.x)),
            h: noteHeight - 4,
            text: beyond ? neverSeen(beyond) : story.verdict.reason,
          }
        : null,
    beyond: beyond && { frames: beyond.frames, cards: beyond.cards, door: beyond.door },
    entries,
    stops,
    choices: choicesOf(story),
    counts: countsOf(story, next - 1, (back?.stops.length ?? 0) + (back && answer ? 1 : 0)),
    verdict: story.verdict,
    size: {
      w: Math.max(right, paged, client ? client.x + client.w : 0, beyond?.right ?? 0, entries ? entries.x + entries.w : 0) + g.margin,
      h: Math.max(bottom, beyond?.bottom ?? 0, entries ? entries.y + entries.h : 0) + g.top,
    },
  }
}

const bottomOf = (tracks: Track[]) => tracks.at(-1)?.column.bottom ?? 0

/** Who the request does not come to. */
function neverSeen({ frames }: Beyond): Text {
  const pods = frames.filter((f) => f.kind === 'pod').map((f) => f.name)
  return { key: 'stop.before', values: { who: pods.join(', '), count: pods.length } }
}
