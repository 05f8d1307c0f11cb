import type { Walk } from '@/lib/api/step'
import { layBeyond } from '@/lib/path/beyond'
import { choicesOf, countsOf } from '@/lib/path/counts'
import { clientCard } from '@/lib/path/ends'
import { entriesBox } from '@/lib/path/entries'
import { layFrames } from '@/lib/path/frames'
import { placeFurniture } from '@/lib/path/furniture'
import * as g from '@/lib/path/geometry'
import { drawLine, type Track } from '@/lib/path/line'
import type { Arrow, Layout, LayoutOptions, Point } from '@/lib/path/model'
import { pagesOf } from '@/lib/path/pages'
import { plan } from '@/lib/path/plan'
import { transport } from '@/lib/path/security'
import { stationsOf, stopsOf } from '@/lib/path/stations'
import { stopNote } from '@/lib/path/stop-note'
import { tell } from '@/lib/path/story'
import { stubStrokes } from '@/lib/path/stub-lines'
import { elsewhere } from '@/lib/path/stubs'
import { verdictTone } from '@/lib/path/verdict-tone'
import { layBack, showsAnswer } from '@/lib/path/way-back'

/**
 * Lays a walk out: frames, cards, the line and the way back, exactly by the design system's §6 and §7. Pure: the same walk and options give the
 * same picture. All boxes are CSS px on a canvas whose top left is 0,0; `size` is what has to be scrolled when it is larger than the canvas.
 */
export function layoutWalk(walk: Walk, options: LayoutOptions): Layout {
  const story = tell(walk, options.follow)
  const { ways, planned, next } = plan(story, options)
  const hasClient = ways.client.length > 0
  const set = g.widthsOf(options.set, options.width)
  const paged = options.set === 'page'
  const stopped = ['delivered', 'unknown', 'random'].includes(story.verdict.kind) ? null : verdictTone(story.verdict)
  const others = elsewhere(story, ways.places)
  const room = options.height - g.air - (showsAnswer(story, options) && !paged ? g.axis.reserve : 0)
  const placed = layFrames({ planned, others, options, hasClient, stops: stopped !== null, room })
  const { parts, tracks, stubs } = placed

  const client = hasClient ? clientCard(ways.client, story, set.left + placed.left, options) : null
  const from = client?.station ?? null
  const line = drawLine(tracks, from, transport, planned.length > 0 ? stopped : null, paged)
  const secured = ways.client.find((s) => s.security)?.security
  const [entered] = line.arrows
  if (from && entered && (secured === 'mtls' || secured === 'tls'))
    line.locks.push({ id: 'lock.client', ...lockAfter(from, entered, tracks), kind: secured })
  const stubLines = stubStrokes(stubs, tracks, others)
  const lowest = Math.max(g.top, ...parts.frames.map((f) => f.y + f.h), ...stubs.map((s) => s.y + s.h))

  const turn = line.end
    ? { x: line.end.x, y: stopped === null ? line.end.card.station.y + 9 : line.end.card.y + line.end.card.h + 10 }
    : from
  const right = Math.max(0, ...parts.frames.map((f) => f.x + f.w))
  const { back, answer } = layBack({ story, ways, options, tracks, client, turn, lowest, right, next })
  const last = tracks.at(-1)?.frame ?? null

  const strokes =
    options.way === 'answer'
      ? line.strokes.map((s) => (s.tone === 'inverted' ? s : { ...s, tone: 'ghost' as const, width: 1.5 }))
      : line.strokes
  const bottom = !back ? lowest : back.card ? Math.max(lowest, back.card.y + back.card.h) : back.y + g.axis.caption + g.axis.captionHeight
  const beyond = stopped === null ? null : layBeyond(story.steps, options, (back?.card ? back.card.x + back.card.w : right) + set.gutter)
  const silent = paged && answer && !answer.answered ? answer.y + answer.h : 0
  const entries =
    stopped === null
      ? null
      : entriesBox({
          options,
          right,
          beyond,
          bottom: paged && last ? Math.max(last.y + last.h, silent) : Math.max(bottom, beyond?.bottom ?? 0),
          left: (paged ? last?.x : parts.frames[0]?.x) ?? set.left,
        })
  const stops = stopsOf(client, parts.cards, back?.stops ?? [], back ? answer : null)
  const pages = paged ? pagesOf(parts.frames, back?.card ?? null, beyond?.frames ?? [], options.width) : []
  const layout: Layout = {
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
    axis: back ? { y: back.y, stops: back.stops, card: back.card } : null,
    answer,
    stopNote: stopped === null ? null : stopNote(line, tracks, story.verdict.reason, beyond, options),
    beyond: beyond && { frames: beyond.frames, cards: beyond.cards, door: beyond.door },
    entries,
    pages,
    stops,
    choices: choicesOf(story),
    counts: countsOf(story, next - 1, (back?.stops.length ?? 0) + (back && answer ? 1 : 0)),
    verdict: story.verdict,
    size: {
      w:
        Math.max(
          right,
          client ? client.x + client.w : 0,
          beyond?.right ?? 0,
          entries ? entries.x + entries.w : 0,
          back?.card ? back.card.x + back.card.w : 0,
        ) + set.left,
      h: Math.max(bottom, silent, beyond?.bottom ?? 0, entries ? entries.y + entries.h : 0) + g.top,
    },
  }
  return paged ? withFurniture(layout, options) : layout
}

/** Under the frame of the first screen there is always room for the list of branches and the legend. */
function withFurniture(layout: Layout, { width, height }: LayoutOptions): Layout {
  const { legend } = placeFurniture(layout, width, height, false)
  return legend ? { ...layout, size: { ...layout.size, h: Math.max(layout.size.h, legend.y + legend.h + g.top) } } : layout
}

/** Between the client's card and the first frame. */
function lockAfter(from: Point, entered: Arrow, tracks: Track[]): Point {
  if (entered.to === 'down') return { x: from.x, y: (from.y + g.station.size / 2 + (tracks[0]?.frame.y ?? from.y)) / 2 }
  return { x: (from.x + g.station.size / 2 + (tracks[0]?.column.x ?? 0)) / 2, y: from.y }
}
