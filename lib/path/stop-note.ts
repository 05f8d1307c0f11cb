import { noteHeight } from '@/lib/path/frames'
import * as g from '@/lib/path/geometry'
import type { Line, Track } from '@/lib/path/line'
import type { Beyond, Layout, LayoutOptions, Text } from '@/lib/path/model'

/** Under the card at which the walk is stopped: why, or who never sees the request. Null without such a card. */
export function stopNote(line: Line, tracks: Track[], reason: string, beyond: Beyond | null, options: LayoutOptions): Layout['stopNote'] {
  const { end } = line
  const column = tracks.at(-1)?.column
  if (!end || !column) return null
  const { frame } = g.widthsOf(options.set, options.width)
  return {
    x: end.x + g.rail.text,
    y: column.bottom + 8,
    w: frame - g.rail.x - g.rail.text - g.frame.inset - (end.x - column.railX),
    h: noteHeight - 4,
    // A refusing filter's own pod has seen the request.
    text: beyond && options.beyond?.node ? neverSeen(beyond) : reason,
  }
}

/** Who the request does not come to. */
function neverSeen({ frames }: Beyond): Text {
  const pods = frames.filter((f) => f.kind === 'pod').map((f) => f.name)
  return { key: 'stop.before', values: { who: pods.join(', '), count: pods.length } }
}
