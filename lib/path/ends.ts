import type { Step } from '@/lib/api/step'
import type { AnswerWay } from '@/lib/path/answer'
import * as g from '@/lib/path/geometry'
import { stroke } from '@/lib/path/line'
import type { AnswerCard, Box, ClientCard, Layout, LayoutOptions } from '@/lib/path/model'
import { commandOf } from '@/lib/path/rule-text'
import { stageOf } from '@/lib/path/stages'
import type { Story } from '@/lib/path/story'

/** The sender outside of the frames: left of the first one, or above it where each frame has a screen. `x`: the card's left edge. */
export function clientCard(steps: Step[], story: Story, x: number, options: LayoutOptions): ClientCard {
  const first = steps[0]
  const packet = story.steps.find((s) => s.packet)?.packet?.before
  const chip = first?.verdict && first.verdict.kind !== 'delivered' ? { chip: first.verdict } : {}
  const no = stageOf(steps)
  const paged = options.set === 'page'
  const box = paged
    ? { x, y: g.top, w: g.widthsOf('page', options.width).frame, h: g.client.h }
    : { x, y: g.top + g.tag.centre - g.client.badge, w: g.client.w, h: g.client.h }
  return {
    id: '1',
    ...box,
    station: paged ? { x: box.x + g.rail.x, y: box.y + box.h } : { x: box.x + box.w, y: box.y + g.client.badge },
    name: first?.netns ?? '',
    ip: packet?.src ?? '',
    command: first ? commandOf(first) : '',
    steps,
    ...(no === undefined ? {} : { stages: [no] }),
    ...chip,
  }
}

/** The axis ends under the client card, wherever that stands. */
export function shiftAxis(back: AnswerWay, clientX: number) {
  const dx = clientX - g.margin
  if (dx === 0) return
  back.end = { x: back.end.x + dx, y: back.end.y }
  back.strokes = back.strokes.map((s: Layout['strokes'][number]) =>
    stroke(
      s.points.map((p, i) => (i >= 2 ? { x: p.x + dx, y: p.y } : p)),
      s.tone,
      s.width,
      s.dash,
    ),
  )
}

/** What came back, or that nothing did; null where that is not shown or not known. `last`: the frame that the walk ends in. */
export function answerCard(
  story: Story,
  options: LayoutOptions,
  client: ClientCard,
  way: AnswerWay | null,
  id: number,
  back: Step[],
  last: Box | null,
): AnswerCard | null {
  if (options.way === 'request') return null
  const own = back.filter((s) => s.netns === client.name)
  const base = { id: String(id), verdict: story.verdict, recorded: options.outcome, steps: own }
  if (way?.card) {
    const x = way.end.x + g.rail.text
    const box = { x, y: way.end.y - g.axis.card / 2, w: way.card.x + way.card.w - g.frame.inset - x, h: g.axis.card }
    return { ...base, ...box, station: way.end, answered: true }
  }
  if (way) return { ...base, x: client.x, y: way.y - 14 - g.axis.card, w: client.w, h: g.axis.card, station: way.end, answered: true }
  if (story.verdict.kind === 'random') return null
  const above = options.set === 'page' && last ? last : client
  const box = { x: above.x, y: above.y + above.h + 12, w: above.w, h: g.axis.silence }
  return { ...base, ...box, station: { x: box.x, y: box.y }, answered: false }
}
