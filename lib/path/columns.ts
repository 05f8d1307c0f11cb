import { type Column, type ColumnInput, layColumn, type Parts } from '@/lib/path/column'
import { fold } from '@/lib/path/fold'
import * as g from '@/lib/path/geometry'
import type { Section } from '@/lib/path/items'
import type { PacketTag } from '@/lib/path/model'

export type Fitted = { groups: Section[][]; gap: number }
export const nothing = (): Parts => ({ frames: [], cards: [], hooks: [], tags: [] })

const dummyTag = { id: '', x: 0, y: 0, w: 0, h: 0 } as PacketTag
const anywhere = { x: 0, y: 0, frameId: '', podSub: () => ({ name: '', sub: '' }) }

function heightOf(sections: Section[], gap: number, w: number, tagged: boolean, least: number): number {
  const input: ColumnInput = { ...anywhere, sections, gap, w, least, tagged: tagged ? dummyTag : null }
  return layColumn(input, nothing()).bottom + g.frame.leave
}

/** The best place to break a list of visits in two: the one that makes the taller column lowest. */
function halve(sections: Section[], gap: number, w: number, tagged: boolean, least: number): { groups: Section[][]; height: number } {
  let best = { groups: [sections], height: heightOf(sections, gap, w, tagged, least) }
  for (let at = 1; at < sections.length; at += 1) {
    const groups = [sections.slice(0, at), sections.slice(at)]
    const height = Math.max(heightOf(groups[0] ?? [], gap, w, tagged, least), heightOf(groups[1] ?? [], gap, w, true, least))
    if (height < best.height) best = { groups, height }
  }
  return best
}

/** A column that is this much too high scrolls: a second one beside it would push the next places out of sight. */
const shortScroll = 64

type Fit = {
  sections: Section[]
  room: number
  w: number
  /** The least height of a card, px. */
  least: number
  tagged: boolean
  open: ReadonlySet<string>
  selected: string | null
  /** Whether there is room for a second column in the frame. */
  split: boolean
}

/**
 * The fit rules of the design, in their order, stopping when the column fits `room`: smaller gaps, folded runs of jumps,
 * two columns in the frame. What fits by none of them scrolls.
 */
export function fit({ sections, room, w, least, tagged, open, selected, split }: Fit): Fitted {
  const shown = sections.filter((s) => s.items.length > 0)
  const one = (list: Section[], gap: number) => heightOf(list, gap, w, tagged, least) <= room
  if (one(shown, g.gap.normal)) return { groups: [shown], gap: g.gap.normal }
  if (one(shown, g.gap.tight)) return { groups: [shown], gap: g.gap.tight }
  const folded = shown.map((s) => ({ ...s, items: fold(s.items, open, selected) }))
  if (heightOf(folded, g.gap.tight, w, tagged, least) <= room) return { groups: [folded], gap: g.gap.tight }
  for (const list of [shown, folded]) {
    if (heightOf(list, g.gap.tight, w, tagged, least) <= room + shortScroll) return { groups: [list], gap: g.gap.tight }
  }
  if (!split) return { groups: [folded], gap: g.gap.tight }
  for (const list of [shown, folded]) {
    for (const gap of [g.gap.normal, g.gap.tight]) {
      const halves = halve(list, gap, w, tagged, least)
      if (halves.height <= room) return { groups: halves.groups, gap }
    }
  }
  return { groups: halve(folded, g.gap.tight, w, tagged, least).groups, gap: g.gap.tight }
}

export type { Column }
