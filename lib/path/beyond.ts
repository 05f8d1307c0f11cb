import type { Step } from '@/lib/api/step'
import { podLabel } from '@/lib/path/frame-text'
import * as g from '@/lib/path/geometry'
import { cardsOf, type Section } from '@/lib/path/items'
import { stroke } from '@/lib/path/line'
import type { Beyond, CardContent, Dot, GhostCard, LayoutOptions, Stroke } from '@/lib/path/model'
import { plan } from '@/lib/path/plan'
import { destination } from '@/lib/path/rule-text'
import { tell } from '@/lib/path/story'

export type LaidBeyond = Beyond & { strokes: Stroke[]; dots: Dot[]; right: number; bottom: number }
type Unreached = { name: string; pods: Section[] }

/** The pods with what the stopped walk did not come to, by their node. */
function unreached(reached: readonly Step[], options: LayoutOptions): Unreached[] {
  if (!options.beyond) return []
  // What follows a refusal are steps that were not reached, also where their pod was.
  const known = new Set(options.beyond.node === null ? [] : reached.flatMap((step) => step.netns ?? []))
  const { planned } = plan(tell(options.beyond.walk, []), options)
  return planned.flatMap(({ place, sections }) => {
    const pods = sections.filter((s) => s.pod && !known.has(s.netns) && cardsOf(s.items).length > 0)
    return pods.length > 0 ? [{ name: place.name, pods }] : []
  })
}

/** Of a fork only what is followed: a ghost shows one way. */
const shownCards = (section: Section): CardContent[] =>
  cardsOf(section.items)
    .map(({ card }) => card)
    .filter((card) => card.look !== 'outcome' || card.choices?.[0]?.chosen)

/** A rewrite is named by what it does, everything else as its own card would be. */
function ghostText(card: CardContent): Pick<GhostCard, 'title' | 'mono' | 'line'> {
  const text = (card.op ? card.lines.at(-1) : card.lines[0])?.text ?? ''
  return card.op ? { title: card.op, mono: true, line: text } : { title: card.title, mono: card.mono, line: text }
}

/**
 * What would have followed a stop, as far as it is known: the places that the same request comes to from another entry node. `x`: where the
 * first frame's left edge stands. Null when no entry leads further.
 */
export function layBeyond(reached: readonly Step[], options: LayoutOptions, x: number): LaidBeyond | null {
  const places = unreached(reached, options)
  const { beyond } = options
  if (!beyond || places.length === 0) return null
  const set = g.widthsOf(options.set, options.width)
  const out: LaidBeyond = { frames: [], cards: [], door: null, strokes: [], dots: [], right: x, bottom: 0 }
  let left = x
  for (const [i, { name, pods }] of places.entries()) {
    const frame = { x: left, y: g.top, w: set.frame, h: 0 }
    let y = frame.y + g.frame.header
    const id = `ghost.${i}`
    if (i === 0) {
      const packet = pods[0]?.packet
      out.door = {
        x: left + g.frame.inset,
        y,
        w: set.frame - 2 * g.frame.inset,
        h: beyond.node === null ? g.ghost.past : g.ghost.door,
        node: beyond.node,
        address: packet ? destination(packet) : '',
        verdict: beyond.walk.verdict,
      }
      y += out.door.h + g.gap.normal
    }
    const inner: Beyond['frames'] = []
    for (const pod of pods) {
      y = layPod(pod, { x: left + g.frame.inset, y, w: set.frame - 2 * g.frame.inset, rail: left + g.rail.x }, options, id, inner, out)
      y += g.gap.normal
    }
    frame.h = y - g.gap.normal + g.frame.foot - frame.y
    const sub = options.places.get(name)?.ip ?? ''
    out.frames.push({ ...frame, id, parent: null, kind: 'node', name, sub }, ...inner)
    out.right = left + set.frame
    out.bottom = Math.max(out.bottom, frame.y + frame.h)
    left += set.frame + set.gutter
  }
  return out
}

type At = { x: number; y: number; w: number; rail: number }

/** One pod with a card for each thing in it; returns its lower edge. */
function layPod(pod: Section, at: At, options: LayoutOptions, parent: string, frames: Beyond['frames'], out: LaidBeyond): number {
  const id = `${parent}/${pod.netns}`
  let y = at.y + g.pod.header
  const stations: { x: number; y: number }[] = []
  for (const [i, card] of shownCards(pod).entries()) {
    const text = ghostText(card)
    const h = text.line === '' ? g.height.line : g.ghost.card
    const station = { x: at.rail, y: y + Math.min(g.station.y, h / 2) }
    out.cards.push({
      ...text,
      ...(card.xds ? { xds: card.xds } : {}),
      id: `${id}/${i}`,
      x: at.x + g.pod.padding,
      y,
      w: at.w - 2 * g.pod.padding,
      h,
      station,
    })
    stations.push(station)
    out.dots.push({ ...station, tone: 'ghost' })
    y += h + g.gap.normal
  }
  y += g.pod.padding - g.gap.normal
  frames.push({ id, parent, kind: 'pod', ...podLabel(options)(pod), x: at.x, y: at.y, w: at.w, h: y - at.y })
  const [first, last] = [stations[0], stations.at(-1)]
  if (first && last && first !== last) out.strokes.push(stroke([first, last], 'ghost', 1.5, '3 5', true))
  return y
}
