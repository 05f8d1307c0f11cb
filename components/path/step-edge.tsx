'use client'

import { BaseEdge, type Edge, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { usePath } from '@/components/path/view-context'
import type { Point } from '@/lib/path/model'

export type StepEdgeType = Edge<{ points: Point[]; step: string }, 'step'>

/** Transparent and 16 px wide: what the pointer meets when it is on the line. */
export const StepEdge = memo(function StepEdge({ id, data }: EdgeProps<StepEdgeType>) {
  const path = usePath()
  if (!data) return null
  const d = data.points.map((p, i) => `${i === 0 ? 'M' : 'L'}${p.x} ${p.y}`).join('')
  return (
    <g
      onClick={() => path.select(data.step)}
      onMouseEnter={() => path.hover(data.step)}
      onMouseLeave={() => path.hover(null)}
      className="cursor-pointer"
      aria-hidden
    >
      <BaseEdge id={id} path={d} interactionWidth={16} style={{ stroke: 'transparent' }} />
    </g>
  )
})
