import { stroke, type Track } from '@/lib/path/line'
import type { Layout, Stub } from '@/lib/path/model'
import type { elsewhere } from '@/lib/path/stubs'

/** From the trunk in the gutter before to each branch's place, and from there to the gutter after. */
export function stubStrokes(stubs: Stub[], tracks: Track[], others: ReturnType<typeof elsewhere>): Pick<Layout, 'strokes' | 'arrows'> {
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
