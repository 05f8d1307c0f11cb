import * as g from '@/lib/path/geometry'
import { type CardItem, cardsOf, type Item, type Section } from '@/lib/path/items'
import { cardHeight } from '@/lib/path/measure'
import type { Box, Card, Frame, HookRow, PacketTag, Point } from '@/lib/path/model'

/** A point of the rail in packet order: a card's station, or the lanes of a fork. */
export type RailStop =
  | { kind: 'card'; x: number; card: Card }
  | { kind: 'dot'; x: number; y: number }
  | { kind: 'fork'; x: number; busY: number; mergeY: number; lanes: { x: number; card: Card }[]; chosen: number }

/** One card column: what stands in it and the rail through it. */
export type Column = {
  x: number
  enter: Point | null
  railX: number
  stops: RailStop[]
  bottom: number
  netns: string[]
  /** The namespaces that rewrite the packet in this column: there conntrack undoes it. */
  rewrites: string[]
  hasEnvoy: boolean
}

export type Parts = { frames: Frame[]; cards: Card[]; hooks: HookRow[]; tags: PacketTag[] }

type Before = 'head' | 'tag' | 'card' | 'hook' | 'box' | 'note'
type Pen = { y: number; before: Before }
type Nest = { x: number; w: number; parent: string; railX: number; gap: number; place: string; least: number }

function advance(pen: Pen, next: 'hook' | 'card' | 'box' | 'note', gap: number) {
  if (pen.before === 'head') return
  if (pen.before === 'tag') pen.y += g.tag.after
  else if (pen.before === 'note') pen.y += 2
  else if (pen.before === 'hook') pen.y += g.hook.after
  else pen.y += next === 'hook' ? Math.min(g.hook.before, gap) : gap
}

/** A card at its place; its box is content and geometry together. */
function place(item: CardItem, box: Box, station: Point, nest: Nest): Card {
  return { ...item.card, ...box, id: item.id, station, place: nest.parent, selectable: true }
}

function putFork(item: Extract<Item, { type: 'fork' }>, pen: Pen, nest: Nest, parts: Parts, column: Column) {
  const n = item.outcomes.length
  const busY = pen.y + g.fork.bus
  const top = pen.y + g.fork.cards
  const w = (nest.w - g.fork.between * (n - 1)) / n
  const lanes = item.outcomes.map((outcome, i) => {
    const x = nest.x + i * (w + g.fork.between)
    const lane = x + g.fork.lane
    const card = place(outcome, { x, y: top, w, h: g.height.outcome }, { x: lane, y: top + g.height.outcome / 2 }, nest)
    parts.cards.push(card)
    return { x: lane, card }
  })
  const mergeY = top + g.height.outcome + g.fork.merge
  column.stops.push({ kind: 'fork', x: nest.railX, busY, mergeY, lanes, chosen: item.chosen })
  pen.y = top + g.height.outcome + g.fork.after - nest.gap
  pen.before = 'card'
}

function put(items: Item[], pen: Pen, nest: Nest, parts: Parts, column: Column) {
  for (const item of items) {
    if (item.type === 'fork') {
      putFork(item, pen, nest, parts, column)
    } else if (item.type === 'hook') {
      advance(pen, 'hook', nest.gap)
      const y = pen.y + g.hook.h / 2
      const x = nest.railX + g.rail.text
      parts.hooks.push({
        ...item,
        id: `hook.${parts.hooks.length}`,
        x,
        y: pen.y,
        w: nest.x + nest.w - x,
        h: g.hook.h,
        station: { x: nest.railX, y },
      })
      column.stops.push({ kind: 'dot', x: nest.railX, y })
      pen.y += g.hook.h
      pen.before = 'hook'
    } else if (item.type === 'envoy') {
      advance(pen, 'box', nest.gap)
      const id = `${nest.parent}/envoy.${parts.frames.length}`
      const frame: Frame = {
        id,
        parent: nest.parent,
        kind: 'envoy',
        name: item.proxy,
        sub: '',
        roles: [],
        proxy: item.proxy,
        ...(item.stages ? { stages: item.stages } : {}),
        heads: [],
        x: nest.x,
        y: pen.y,
        w: nest.w,
        h: 0,
      }
      parts.frames.push(frame)
      column.hasEnvoy = true
      const inner: Pen = { y: pen.y + g.envoy.header, before: 'head' }
      put(item.items, inner, { ...nest, x: nest.x + g.envoy.padding, w: nest.w - 2 * g.envoy.padding, parent: id }, parts, column)
      frame.h = inner.y + g.envoy.padding - frame.y
      pen.y = inner.y + g.envoy.padding
      pen.before = 'box'
    } else {
      advance(pen, 'card', nest.gap)
      const shift = item.card.trip ? g.rail.trip : 0
      const h = Math.max(cardHeight(item.card), nest.least)
      const card = place(
        item,
        { x: nest.x + shift, y: pen.y, w: nest.w - shift, h },
        { x: nest.railX + shift, y: pen.y + (h <= g.page.touch ? h / 2 : g.station.y) },
        nest,
      )
      parts.cards.push(card)
      column.stops.push({ kind: 'card', x: nest.railX + shift, card })
      pen.y += h
      pen.before = 'card'
    }
  }
}

export type ColumnInput = {
  sections: Section[]
  x: number
  y: number
  w: number
  gap: number
  /** The least height of a card, px. */
  least: number
  frameId: string
  tagged: PacketTag | null
  podSub: (section: Section) => { name: string; sub: string }
}

/** Lays one card column out from its frame's top; every netns visit that is a pod's gets a frame of its own. */
export function layColumn(input: ColumnInput, parts: Parts): Column {
  const railX = input.x + g.rail.x
  const column: Column = {
    x: input.x,
    railX,
    stops: [],
    bottom: 0,
    netns: input.sections.map((s) => s.netns),
    rewrites: input.sections.filter((s) => cardsOf(s.items).some((c) => c.card.op !== undefined)).map((s) => s.netns),
    hasEnvoy: false,
    enter: input.tagged ? { x: input.x, y: input.y + g.tag.centre } : null,
  }
  const pen: Pen = { y: input.y + g.frame.header, before: 'head' }
  if (input.tagged) {
    const x = railX + g.rail.text
    parts.tags.push({ ...input.tagged, x, y: pen.y, w: input.x + input.w - g.frame.inset - x, h: g.tag.h })
    pen.y += g.tag.h
    pen.before = 'tag'
  }
  const nest: Nest = {
    x: input.x + g.frame.inset,
    w: input.w - 2 * g.frame.inset,
    parent: input.frameId,
    railX,
    gap: input.gap,
    place: input.frameId,
    least: input.least,
  }
  for (const section of input.sections) {
    if (section.items.length === 0) continue
    if (!section.pod) {
      put(section.items, pen, nest, parts, column)
      continue
    }
    advance(pen, 'box', input.gap)
    const id = `${input.frameId}/pod.${parts.frames.length}`
    const frame: Frame = {
      id,
      parent: input.frameId,
      kind: 'pod',
      ...input.podSub(section),
      roles: [],
      heads: [],
      x: nest.x,
      y: pen.y,
      w: nest.w,
      h: 0,
    }
    parts.frames.push(frame)
    const inner: Pen = { y: pen.y + g.pod.header, before: 'head' }
    if (section.bare) {
      const x = railX + g.rail.text
      frame.note = {
        x,
        y: inner.y,
        w: nest.x + nest.w - 8 - x,
        h: g.pod.note - 2,
        text: frame.sub === '' ? { key: 'frame.noRules' } : { key: 'frame.noRulesAt', values: { at: frame.sub.split(' · ').at(-1) ?? '' } },
      }
      inner.y += g.pod.note - 2
      frame.sub = ''
      inner.before = 'note'
    }
    put(section.items, inner, { ...nest, x: nest.x + g.pod.padding, w: nest.w - 2 * g.pod.padding, parent: id }, parts, column)
    frame.h = inner.y + g.pod.padding - frame.y
    pen.y = inner.y + g.pod.padding
    pen.before = 'box'
  }
  column.bottom = pen.y
  return column
}
