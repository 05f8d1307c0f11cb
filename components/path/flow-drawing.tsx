'use client'

import { ReactFlowProvider } from '@xyflow/react'
import { Canvas } from '@/components/path/canvas'
import type { DrawingProps } from '@/components/path/drawing-props'
import { Minimap } from '@/components/path/minimap'

/** The picture in React Flow: it can be moved and zoomed, and a map shows where one is. */
export function FlowDrawing({ map, ...canvas }: DrawingProps) {
  return (
    <ReactFlowProvider>
      <div className="h-full" style={{ width: canvas.width }}>
        <Canvas {...canvas} />
      </div>
      <Minimap layout={canvas.layout} width={canvas.width} {...map} />
    </ReactFlowProvider>
  )
}
