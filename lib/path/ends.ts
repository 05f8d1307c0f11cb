import type { Step } from '@/lib/api/step'
import * as g from './geometry'
import { stroke } from './line'
import type { AnswerCard, ClientCard, Layout, LayoutOptions } from './model'
import { commandOf } from './rule-text'
import { stageOf } from './stages'
import type { Story } from './story'

/** The sender outside of the frames. */
export function clientCard(steps: Step[], story: Story, x: number): ClientCard {
  const first = steps[0]
  const packet = story.steps.find((s) => s.packet)?.packet?.before
  const chip = first?.verdict && first.verdict.kind !== 'delivered' ? { chip: first.verdict } : {}
  const no = stageOf(steps)
  return {
    id: '1',
    x,
    y: g.top + g.tag.centre - g.client.badge,
    w: g.client.w,
    h: g.client.h,
    name: first?.netns ?? '',
    ip: packet?.src ?? '',
    command: first ? commandOf(first) : '',
    steps,
    ...(no === undefined ? {} : { stages: [no] }),
    ...chip,
  }
}

/** The axis ends under the client card, wherever that stands. */
export function shiftAxis(back: { strokes: Layout['strokes'] }, clientX: number) {
  const dx = clientX - g.margin
  if (dx === 0) return
  back.strokes = back.strokes.map((s) =>
    stroke(
      s.points.map((p, i) => (i >= 2 ? { x: p.x + dx, y: p.y } : p)),
      s.tone,
      s.width,
      s.dash,
    ),
  )
}

/** What came back, or that nothing did; null where that is not shown or not known. */
export function answerCard(
  story: Story,
  options: LayoutOptions,
  client: ClientCard,
  axisY: number | null,
  id: number,
  back: Step[],
): AnswerCard | null {
  if (options.way === 'request') return null
  const own = back.filter((s) => s.netns === client.name)
  const base = { id: String(id), x: client.x, w: client.w, verdict: story.verdict, recorded: options.outcome, steps: own }
  if (axisY !== null) return { ...base, y: axisY - 14 - g.axis.card, h: g.axis.card, answered: true }
  if (story.verdict.kind === 'random') return null
  return { ...base, y: client.y + client.h + 12, h: g.axis.silence, answered: false }
}
