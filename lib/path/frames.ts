import { type Column, layColumn, type Parts } from '@/lib/path/column'
import { type Fitted, fit, nothing } from '@/lib/path/columns'
import { podLabel, tagOf } from '@/lib/path/frame-text'
import * as g from '@/lib/path/geometry'
import type { Track } from '@/lib/path/line'
import type { Frame, LayoutOptions, PacketTag, Stub } from '@/lib/path/model'
import { type Planned, rolesOf } from '@/lib/path/plan'
import type { Elsewhere, elsewhere } from '@/lib/path/stubs'

/** Room under a stop for three lines of its reason. */
export const noteHeight = 54

export type Placed = { parts: Parts; tracks: Track[]; stubs: Stub[]; left: number; gutter: number }
type Input = {
  planned: Planned[]
  others: ReturnType<typeof elsewhere>
  options: LayoutOptions
  hasClient: boolean
  /** The walk ends at the last card: its reason stands under it. */
  stops: boolean
  /** Height for frames. */
  room: number
}

function gutters(options: LayoutOptions, frames: number, total: number, hasClient: boolean) {
  const set = g.widthsOf(options.set, options.width)
  if (options.set === 'page') return { gutter: set.gutter, first: 0, left: 0 }
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

/** What a finger meets is higher. */
const leastOf = (options: LayoutOptions) => (options.set === 'page' ? g.page.touch : 0)

const widthOf = (fitted: Fitted, frame: number) => fitted.groups.length * frame + (fitted.groups.length - 1) * g.gap.inner

/** More frames than these scroll sideways anyway; these shall stay in view. */
const inView = 3

/** Fits each place's cards to the room; two columns in a frame only where that pushes no frame out of sight. */
function fitAll({ planned, others, options, hasClient, stops, room }: Input): { fits: Fitted[]; total: number } {
  const set = g.widthsOf(options.set, options.width)
  const measured = (split: boolean) => {
    const fits = planned.map(({ sections }, i) => {
      const stubRoom = (others.get(i)?.others.length ?? 0) * (g.height.stub + g.gap.stack)
      const noteRoom = stops && i === planned.length - 1 ? noteHeight + 8 : 0
      return fit({
        sections,
        room: room - stubRoom - noteRoom,
        w: set.frame,
        least: leastOf(options),
        tagged: hasClient || i > 0,
        open: options.open,
        selected: options.selected,
        split,
      })
    })
    const widths = fits.map((f) => widthOf(f, set.frame))
    const total =
      g.margin + (hasClient ? g.client.w + set.first : 0) + widths.reduce((a, b) => a + b, 0) + Math.max(0, planned.length - 1) * set.gutter
    return { fits, total }
  }
  if (options.set === 'page') return measured(false)
  const both = measured(true)
  return both.total <= options.width || planned.length > inView ? both : measured(false)
}

/** The place's frame with its columns; returns its lower edge. */
function layFrame(input: Input, i: number, x: number, y: number, fitted: Fitted, last: PacketTag | null, out: Placed) {
  const { planned, options, hasClient, stops } = input
  const place = planned[i]?.place
  if (!place) return { bottom: y, tag: last }
  const set = g.widthsOf(options.set, options.width)
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
    w: widthOf(fitted, set.frame),
    h: 0,
  }
  out.parts.frames.push(frame)
  const columns: Column[] = []
  let tag = last
  for (const [c, sections] of fitted.groups.entries()) {
    const tagged = hasClient || i > 0 || c > 0 ? tagOf(sections, tag, `tag.${i}.${c}`) : null
    if (tagged) tag = tagged
    else if (i === 0 && c === 0) tag = tagOf(sections, null, '')
    const left = x + c * (set.frame + g.gap.inner)
    const column = layColumn(
      { sections, x: left, y, w: set.frame, gap: fitted.gap, least: leastOf(options), frameId: id, tagged, podSub: podLabel(options) },
      out.parts,
    )
    if (c > 0 && !column.enter) column.enter = { x: column.x, y: y + g.frame.header / 2 }
    columns.push(column)
    out.tracks.push({ column, frame, w: set.frame })
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
  const foot = isLast && fitted.groups.length === 1 && options.set !== 'page' ? g.frame.foot : g.frame.leave
  const note = isLast && stops ? noteHeight + 8 : 0
  const bottom = Math.max(...columns.map((c, k) => c.bottom + (k === columns.length - 1 ? note : 0))) + foot
  frame.h = bottom - y
  return { bottom, tag }
}

/** Places the frames with their cards from left to right, and beside the followed place the branches that lead elsewhere. */
export function layFrames(input: Input): Placed {
  const { planned, others, options, hasClient } = input
  const set = g.widthsOf(options.set, options.width)
  const paged = options.set === 'page'
  const { fits, total } = fitAll(input)
  const space = gutters(options, planned.length, total, hasClient)
  const out: Placed = { parts: nothing(), tracks: [], stubs: [], left: space.left, gutter: space.gutter }
  let x = set.left + space.left + (hasClient && !paged ? g.client.w + space.first : 0)
  let tag: PacketTag | null = null
  for (const [i, fitted] of fits.entries()) {
    const away = others.get(i)
    // Where a frame has the screen, the client's card stands above the first one.
    let y = g.top + (paged && hasClient && i === 0 ? g.client.h + g.page.client : 0)
    for (const other of away?.others.slice(0, away.before) ?? []) {
      out.stubs.push(stubAt(other, i, x, y, set.frame))
      y += g.height.stub + g.gap.stack
    }
    const laid = layFrame(input, i, x, y, fitted, tag, out)
    tag = laid.tag
    y = laid.bottom
    for (const other of away?.others.slice(away.before) ?? []) {
      y += g.gap.stack
      out.stubs.push(stubAt(other, i, x, y, set.frame))
      y += g.height.stub
    }
    x += widthOf(fitted, set.frame) + space.gutter
  }
  for (const frame of out.parts.frames)
    if (frame.kind === 'envoy') frame.sub = frame.proxy ? (options.places.get(frame.proxy)?.version ?? '') : ''
  return out
}

const stubAt = (other: Elsewhere, place: number, x: number, y: number, w: number): Stub => ({
  id: `stub.${place}.${other.index}`,
  name: other.name,
  address: other.address,
  sub: { key: 'frame.stub', values: { name: other.netns, steps: other.steps } },
  chance: other.chance,
  index: other.index,
  x,
  y,
  w,
  h: g.height.stub,
})
