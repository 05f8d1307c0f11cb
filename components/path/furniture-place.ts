import type { Layout } from '@/lib/path/model'
import { legendHeight } from './legend'
import { minimapSize } from './minimap'

/** Room that the list of branches takes under the client card. */
const followRow = 22
const followHead = 34
const followRows = 8

/** Where the list of branches, the legend and the minimap stand beside the frames. CSS px on the canvas; `mapBottom` from its lower edge. */
export function placeFurniture(layout: Layout, width: number, height: number, wantsMap: boolean) {
  const answerTop = layout.answer && layout.axis ? layout.answer.y : null
  const mapBottom = answerTop !== null && answerTop < height ? height - answerTop + 10 : 12
  const outside = wantsMap || layout.size.w > width + 1 || layout.size.h > height + 1
  const followTop = (layout.client?.y ?? 0) + (layout.client?.h ?? 0) + 16 + (layout.answer && !layout.axis ? layout.answer.h + 12 : 0)
  const branches = layout.choices.at(-1)?.length ?? 0
  const followHeight = layout.choices.length > 0 ? followHead + followRow * Math.min(followRows, branches) : 0
  const used = followTop + followHeight
  const above = Math.min((answerTop ?? height) - 12, height - 60) - (outside ? minimapSize.h + 10 : 0) - legendHeight
  // A short picture has no room between the client and its answer: then the legend stands under the answer.
  const below = answerTop === null || !layout.axis ? null : layout.axis.y + 24
  const legendTop = above >= used ? above : below !== null && below + legendHeight <= height - 12 ? below : null
  return { followTop, legendTop: layout.client === null ? null : legendTop, mapBottom }
}
