'use client'

import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'react'
import { CardBox } from '@/components/path/card-box'
import type { Card } from '@/lib/path/model'

export type CardNodeType = Node<{ card: Card }, 'card'>

/** A card as a node of React Flow: edges end at its handles, which nobody sees. */
export const CardNode = memo(function CardNode({ data: { card } }: NodeProps<CardNodeType>) {
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className="pointer-events-none !opacity-0" />
      <CardBox card={card} />
      <Handle type="source" position={Position.Left} isConnectable={false} className="pointer-events-none !opacity-0" />
    </>
  )
})
