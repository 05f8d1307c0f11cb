import type { CanvasProps } from '@/components/path/canvas'
import type { Furniture } from '@/lib/path/furniture'

/** What both drawings of a walk take: the still one and the one in React Flow. */
export type DrawingProps = CanvasProps & {
  /** For the small map of the whole; its height is what can be seen of the canvas, px. */
  map: { furniture: Furniture; wanted: boolean | null; height: number }
}
