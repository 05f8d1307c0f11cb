'use client'

import { type Edge, ReactFlowProvider } from '@xyflow/react'
import { useState } from 'react'
import { Canvas, edgesOf, nodesOf } from './canvas'
import type { DrawingProps } from './drawing-props'
import { Minimap } from './minimap'

/** The picture in React Flow: it can be moved and zoomed, and a map shows where one is. */
export function FlowDrawing({ map, ...canvas }: DrawingProps) {
  // Known from the first frame on: it takes the place of a picture that is already there.
  const [{ nodes, edges }] = useState(() => ({ nodes: nodesOf(canvas.layout), edges: edgesOf(canvas.layout) as Edge[] }))
  return (
    <ReactFlowProvider initialNodes={nodes} initialEdges={edges} initialWidth={canvas.width} initialHeight={canvas.height}>
      <div className="h-full" style={{ width: canvas.width }}>
        <Canvas {...canvas} />
      </div>
      <Minimap layout={canvas.layout} width={canvas.width} {...map} />
    </ReactFlowProvider>
  )
}
