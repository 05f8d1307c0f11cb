import type { Branch, Step, Walk } from '@/lib/api/step'
import { drawAnswer } from './answer'
import { type Column, layColumn, type Parts } from './column'
import { fit, nothing } from './columns'
import { outcomeOf } from './fork'
import * as g from './geometry'
import { cardsOf, type Section } from './items'
import { drawLine, type Line, stroke, type Track } from './line'
import type {
  AnswerCard,
  Card,
  ClientCard,
  Counter,
  Frame,
  Layout,
  LayoutOptions,
  Lock,
  PacketTag,
  Station,
  Stop,
  Stub,
  Text,
  Tone,
} from './model'
import { number } from './number'
import { commandOf, ruleKey } from './rule-text'
import { section } from './section'
import { markStages, stageOf } from './stages'
import { type Story, tell } from './story'
import { type Elsewhere, elsewhere } from './stubs'
import { comesBack, verdictTone } from './verdict-tone'
import { type Place, visits } from './visits'

type Planned = { place: Place; sections: Section[] }

/** What a frame is for this walk: where it enters, where the gateway or a proxy in between is, where it ends. */
function rolesOf(planned: Planned[], i: number, hasClient: boolean): Text[] {
  const place = planned[i]
  if (!place) return []
  if (place.place.kind === 'outside') return [{ key: 'role.outside' }]
  const roles: Text[] = []
  if (i === 0) roles.push({ key: hasClient ? 'role.entry' : 'role.sender' })
  const own = place.sections.some(
    (s) => s.items.some((item) => item.type === 'envoy') && !cardsOf(s.items).some((c) => c.card.look === 'app'),
  )
  if (own) roles.push({ key: 'role.proxy' })
  if (
    place.sections.some((s) => cardsOf(s.items).some((c) => c.card.look === 'app' && c.card.steps.some((step) => step.kind === 'socket')))
  )
    roles.push({ key: 'role.workload' })
  return roles
}

/** A pod's own address is where the packets that come in are sent to, before anything in it rewrites them. */
function addressOf(steps: Step[]): string {
  const inbound = steps.find((s) => s.hook === 'PREROUTING' && s.packet && s.packet.before.in !== 'lo')
  if (inbound?.packet) return inbound.packet.before.dst
  return steps.flatMap((s) => s.packet?.before.src ?? []).find((src) => !src.startsWith('127.')) ?? ''
}

const podName = (netns: string) => {
  const dot = netns.indexOf('.')
  return dot < 0 ? { namespace: '', name: netns } : { namespace: netns.slice(0, dot), name: netns.slice(dot + 1) }
}

function tagOf(sections: Section[], last: PacketTag | null, id: string): PacketTag | null {
  const packet = sections.find((s) => s.packet)?.packet
  if (!packet) return null
  const was = last?.packet
  return {
    id,
    packet,
    changed: {
      src: was !== undefined && (was.src !== packet.src || was.sport !== packet.sport),
      dst: was !== undefined && (was.dst !== packet.dst || was.dport !== packet.dport),
    },
    x: 0,
    y: 0,
    w: 0,
    h: 0,
  }
}

/** The transport of the connection that a card's steps open; null where they say nothing of it. */
function transport(card: Card): Lock['kind'] | 'none' | null {
  for (const step of [...card.steps].reverse()) {
    if (step.kind === 'listener' || step.kind === 'filterChain') return 'none'
    if ((step.kind === 'cluster' || step.kind === 'endpoint' || step.kind === 'client') && step.security)
      return step.security === 'plaintext' ? 'none' : step.security
  }
  return null
}

function plan(story: Story, options: LayoutOptions) {
  const ways = visits(story.steps)
  const planned: Planned[] = ways.places.map((place, p) => ({
    place,
    sections: place.visits.map((visit, v) => section(visit, { forks: story.forks, open: options.open, name: `${p}.${v}` })),
  }))
  let next = ways.client.length > 0 ? 2 : 1
  let stage = stageOf(ways.client)
  for (const { sections } of planned) {
    next = number(sections, next)
    stage = markStages(sections, stage)
  }
  return { ways, planned, next }
}

function gutters(options: LayoutOptions, frames: number, total: number, hasClient: boolean) {
  const set = g.widths[options.set]
  // One or two frames stand at the left, as people read; only a full picture spreads.
  const free = frames < 3 ? 0 : Math.max(0, options.width - g.margin - total)
  const slots = frames - 1 + (hasClient ? 1 : 0)
  const grow = slots === 0 ? 0 : Math.min(g.maxGutter - set.gutter, free / slots)
  return {
    gutter: set.gutter + Math.floor(grow),
    first: set.first + (hasClient ? Math.floor(grow) : 0),
    left: slots === 0 ? 0 : Math.floor(Math.max(0, free - grow * slots) / 2),
  }
}

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

  const fits = planned.map(({ sections }, i) => {
    const stubRoom = (others.get(i)?.others.length ?? 0) * (g.height.stub + g.gap.stack)
    const noteRoom = stopped !== null && i === planned.length - 1 ? noteHeight + 8 : 0
    return fit({
      sections,
      room: room - stubRoom - noteRoom,
      w: set.frame,
      tagged: hasClient || i > 0,
      open: options.open,
      selected: options.selected,
    })
  })
  const frameWidths = fits.map((f) => f.groups.length * set.frame + (f.groups.length - 1) * g.gap.inner)
  const total =
    g.margin +
    (hasClient ? g.client.w + set.first : 0) +
    frameWidths.reduce((a, b) => a + b, 0) +
    Math.max(0, planned.length - 1) * set.gutter
  const space = gutters(options, planned.length, total, hasClient)

  const parts: Parts = nothing()
  const tracks: Track[] = []
  const stubs: Stub[] = []
  let x = g.margin + space.left + (hasClient ? g.client.w + space.first : 0)
  let lastTag: PacketTag | null = null
  for (const [i, { place }] of planned.entries()) {
    const fitted = fits[i]
    const frameW = frameWidths[i]
    if (!fitted || frameW === undefined) continue
    const away = others.get(i)
    let y = g.top
    const stubAt = (o: Elsewhere, at: number): Stub => ({
      id: `stub.${i}.${o.index}`,
      name: o.name,
      sub: { key: 'frame.stub', values: { name: o.netns, steps: o.steps } },
      chance: o.chance,
      index: o.index,
      x,
      y: at,
      w: set.frame,
      h: g.height.stub,
    })
    for (const o of away?.others.slice(0, away.before) ?? []) {
      stubs.push(stubAt(o, y))
      y += g.height.stub + g.gap.stack
    }
    const id = `frame.${i}`
    const frame: Frame = {
      id,
      parent: null,
      kind: place.kind,
      name: place.name,
      sub: options.places.get(place.name)?.ip ?? '',
      roles: rolesOf(planned, i, hasClient),
      heads: [],
      x,
      y,
      w: frameW,
      h: 0,
    }
    parts.frames.push(frame)
    const columns: Column[] = []
    for (const [c, sections] of fitted.groups.entries()) {
      const tagged: PacketTag | null = hasClient || i > 0 || c > 0 ? tagOf(sections, lastTag, `tag.${i}.${c}`) : null
      if (tagged) lastTag = tagged
      else if (i === 0 && c === 0) lastTag = tagOf(sections, null, '')
      const column = layColumn(
        {
          sections,
          x: x + c * (set.frame + g.gap.inner),
          y,
          w: set.frame,
          gap: fitted.gap,
          frameId: id,
          tagged,
          podSub: podLabel(options),
        },
        parts,
      )
      if (c > 0 && !column.enter) column.enter = { x: column.x, y: y + g.frame.header / 2 }
      columns.push(column)
      tracks.push({ column, frame, w: set.frame })
      if (c > 0 && sections[0] && !sections[0].pod) {
        frame.heads.push({
          x: column.railX + g.rail.text,
          y,
          w: set.frame - g.rail.x - g.rail.text - g.frame.inset,
          h: g.frame.header,
          title: { key: 'frame.host' },
          sub: { key: 'frame.hostOf', values: { node: place.name } },
        })
      }
    }
    const isLast = i === planned.length - 1
    const foot = isLast && fitted.groups.length === 1 ? g.frame.foot : g.frame.leave
    const note = isLast && stopped !== null ? noteHeight + 8 : 0
    frame.h = Math.max(...columns.map((c, k) => c.bottom + (k === columns.length - 1 ? note : 0))) + foot - y
    y += frame.h
    for (const o of away?.others.slice(away.before) ?? []) {
      y += g.gap.stack
      stubs.push(stubAt(o, y))
      y += g.height.stub
    }
    x += frameW + space.gutter
  }
  for (const frame of parts.frames)
    if (frame.kind === 'envoy') frame.sub = frame.proxy ? (options.places.get(frame.proxy)?.version ?? '') : ''

  const client = hasClient ? clientCard(ways.client, story, g.margin + space.left) : null
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
  const stops = stopsOf(client, parts.cards, back?.stops ?? [], back ? answer : null)
  return {
    frames: parts.frames,
    stubs,
    cards: parts.cards,
    hooks: parts.hooks,
    tags: parts.tags,
    stations: stationsOf(client, parts.cards, back, answer, line),
    dots: line.dots,
    locks: line.locks,
    arrows: [...line.arrows, ...(back?.arrows ?? []), ...stubLines.arrows],
    bars: line.bars,
    strokes: [...(back?.strokes ?? []), ...stubLines.strokes, ...strokes],
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
            text: story.verdict.reason,
          }
        : null,
    stops,
    choices: choicesOf(story),
    counts: countsOf(story, next - 1, (back?.stops.length ?? 0) + (back && answer ? 1 : 0)),
    verdict: story.verdict,
    size: {
      w: Math.max(0, ...parts.frames.map((f) => f.x + f.w), client ? client.x + client.w : 0) + g.margin,
      h: (back ? back.y + g.axis.caption + g.axis.captionHeight : lowest) + g.top,
    },
  }
}

/** Room under a stop for three lines of its reason. */
const noteHeight = 54

const bottomOf = (tracks: Track[]) => tracks.at(-1)?.column.bottom ?? 0

const podLabel = (options: LayoutOptions) => (s: Section) => {
  const { namespace, name } = podName(s.netns)
  const ip = options.places.get(s.netns)?.ip ?? addressOf(s.steps)
  return { name, sub: [namespace, ip].filter(Boolean).join(' · ') }
}

function clientCard(steps: Step[], story: Story, x: number): ClientCard {
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

function shiftAxis(back: { strokes: Layout['strokes'] }, clientX: number) {
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

function answerCard(
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
  return { ...base, y: client.y + client.h + 12, h: 128, answered: false }
}

function stationsOf(
  client: ClientCard | null,
  cards: Card[],
  back: ReturnType<typeof drawAnswer> | null,
  answer: AnswerCard | null,
  line: Line,
): Station[] {
  const out: Station[] = []
  if (client && line.start)
    out.push({
      id: client.id,
      label: client.id,
      x: client.x + client.w,
      y: client.y + g.client.badge,
      tone: client.chip ? verdictTone(client.chip) : 'trace',
      inverted: false,
    })
  let tone: Tone = 'trace'
  for (const card of cards) {
    if (card.tone === 'unknown') tone = 'unknown'
    const other = card.look === 'outcome' && card.choices?.[0]?.chosen === false
    out.push({
      id: card.id,
      label: card.id,
      ...card.station,
      tone: other ? 'random' : (card.tone ?? tone),
      inverted: card.op !== undefined && card.tone === null && !other,
    })
  }
  for (const stop of back?.stops ?? []) out.push({ id: stop.id, label: stop.id, ...stop.station, tone: 'reply', inverted: false })
  if (answer && back) out.push({ id: answer.id, label: answer.id, x: answer.x + 16, y: back.y - 5, tone: 'reply', inverted: false })
  return out
}

function stopsOf(client: ClientCard | null, cards: Card[], back: NonNullable<Layout['axis']>['stops'], answer: AnswerCard | null): Stop[] {
  const stops: Stop[] = []
  if (client) stops.push({ id: client.id, box: client, way: 'there', card: null, steps: client.steps })
  for (const card of cards) stops.push({ id: card.id, box: card, way: 'there', card, steps: card.steps })
  for (const stop of back)
    stops.push({
      id: stop.id,
      box: { ...stop.caption, x: stop.station.x - 9, y: stop.station.y - 9, w: stop.caption.w + 24, h: 50 },
      way: 'back',
      card: null,
      steps: stop.steps,
    })
  if (answer) stops.push({ id: answer.id, box: answer, way: 'back', card: null, steps: answer.steps })
  return stops
}

function choicesOf(story: Story): Layout['choices'] {
  return [...story.forks.values()].map((fork) =>
    fork.branches.map((branch, index) => ({
      id: String.fromCharCode(97 + index),
      label: branch.label ?? String(index + 1),
      detail: outcomeOf(branch).detail,
      chance: branch.probability,
      chosen: index === fork.chosen,
      verdict: branch.verdict,
      index,
      ...countedBy(branch),
    })),
  )
}

/** The rule that sends packets into a branch counts how many took it. */
function countedBy({ steps: [first] }: Branch): { counter?: Counter } {
  return first?.kind === 'rule' && first.counter ? { counter: { key: ruleKey(first), packets: first.counter.packets } } : {}
}

function countsOf(story: Story, there: number, back: number): Layout['counts'] {
  return {
    there,
    back,
    rewrites: story.steps.filter((s) => s.op !== undefined && s.op !== 'MARK').length,
    proxies: new Set(story.steps.flatMap((s) => (s.proxy && s.kind === 'listener' ? [s.proxy] : []))).size,
  }
}

/** From the trunk in the gutter before to each branch's place, and from there to the gutter after. */
function stubStrokes(stubs: Stub[], tracks: Track[], others: ReturnType<typeof elsewhere>): Pick<Layout, 'strokes' | 'arrows'> {
  const out: Pick<Layout, 'strokes' | 'arrows'> = { strokes: [], arrows: [] }
  for (const stub of stubs) {
    const i = Number(stub.id.split('.')[1])
    if (!others.has(i)) continue
    const at = tracks.findIndex((t) => t.frame.id === `frame.${i}`)
    const [here, before] = [tracks[at], tracks[at - 1]]
    const end = tracks.findLast((t) => t.frame.id === `frame.${i}`)
    const after = tracks[tracks.indexOf(end ?? here ?? ({} as Track)) + 1]
    const y = stub.y + stub.h / 2
    if (!here?.column.enter || !before) continue
    const gutter = (before.column.x + before.w + here.column.x) / 2
    out.strokes.push(
      stroke(
        [
          { x: gutter, y: here.column.enter.y },
          { x: gutter, y },
          { x: stub.x + 8, y },
        ],
        'random',
        2,
        null,
        true,
      ),
    )
    out.arrows.push({ x: stub.x + 4, y, tone: 'random', to: 'right' })
    if (!after?.column.enter || !end) continue
    const next = (end.column.x + end.w + after.column.x) / 2
    out.strokes.push(
      stroke(
        [
          { x: stub.x + stub.w, y },
          { x: next, y },
          { x: next, y: after.column.enter.y },
        ],
        'random',
        2,
        null,
        true,
      ),
    )
  }
  return out
}
