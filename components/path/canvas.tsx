'use client'

import { type Edge, ReactFlow, ViewportPortal } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import './path.css'
import { type ReactNode, useMemo } from 'react'
import { CardNode, type CardNodeType } from '@/components/path/card-node'
import { FrameNode, type FrameNodeType } from '@/components/path/frame-node'
import { Furniture } from '@/components/path/furniture'
import { BadgeLayer, LineLayer } from '@/components/path/line-layer'
import { maxZoom, minZoom, Pilot, type ZoomCommand } from '@/components/path/pilot'
import { StepEdge, type StepEdgeType } from '@/components/path/step-edge'
import type { Layout } from '@/lib/path/model'

const nodeTypes = { frame: FrameNode, card: CardNode }
const edgeTypes = { step: StepEdge }

/** Handles are given, not measured: an edge starts and ends at stations, whatever the card shows. */
const handles = (x: number, y: number): CardNodeType['handles'] => [
  { type: 'target', position: 'left' as never, x, y, width: 1, height: 1 },
  { type: 'source', position: 'left' as never, x, y, width: 1, height: 1 },
]

function nodesOf(layout: Layout): (FrameNodeType | CardNodeType)[] {
  const frames = new Map(layout.frames.map((f) => [f.id, f]))
  const relative = (box: { x: number; y: number }, parent: string | null) => {
    const frame = parent === null ? undefined : frames.get(parent)
    return { x: box.x - (frame?.x ?? 0), y: box.y - (frame?.y ?? 0) }
  }
  const common = { draggable: false, selectable: false, focusable: false, connectable: false }
  return [
    ...layout.frames.map(
      (frame): FrameNodeType => ({
        id: frame.id,
        type: 'frame',
        position: relative(frame, frame.parent),
        ...(frame.parent ? { parentId: frame.parent } : {}),
        width: frame.w,
        height: frame.h,
        data: { frame },
        zIndex: 0,
        ...common,
      }),
    ),
    ...layout.cards.map(
      (card): CardNodeType => ({
        id: `card.${card.id}`,
        type: 'card',
        position: relative(card, card.place),
        parentId: card.place,
        width: card.w,
        height: card.h,
        data: { card },
        zIndex: 1,
        handles: handles(card.station.x - card.x, card.station.y - card.y),
        ...common,
      }),
    ),
  ]
}

/** One invisible edge for each pair of steps that follow each other: hovering or choosing the line chooses the step it leads to. */
function edgesOf(layout: Layout): StepEdgeType[] {
  const main = layout.strokes.filter((s) => !s.branch && s.tone !== 'inverted' && s.tone !== 'reply').flatMap((s) => s.points)
  const cards = layout.cards.filter((c) => c.look !== 'outcome' || c.choices?.[0]?.chosen)
  return cards.slice(1).flatMap((card, i): StepEdgeType[] => {
    const before = cards[i]
    if (!before) return []
    const at = (p: { x: number; y: number }) =>
      main.findIndex((q, k) => {
        const r = main[k + 1]
        return (
          r !== undefined &&
          p.x >= Math.min(q.x, r.x) - 1 &&
          p.x <= Math.max(q.x, r.x) + 1 &&
          p.y >= Math.min(q.y, r.y) - 1 &&
          p.y <= Math.max(q.y, r.y) + 1
        )
      })
    const [from, to] = [at(before.station), at(card.station)]
    const points =
      from >= 0 && to >= from ? [before.station, ...main.slice(from + 1, to + 1), card.station] : [before.station, card.station]
    return [
      {
        id: `edge.${card.id}`,
        type: 'step',
        source: `card.${before.id}`,
        target: `card.${card.id}`,
        data: { points, step: card.id },
        selectable: false,
        focusable: false,
        // What it leads to is a card, which has a name.
        domAttributes: { 'aria-hidden': true },
      },
    ]
  })
}

export type CanvasProps = {
  layout: Layout
  width: number
  height: number
  draw: boolean
  /** Stands in the viewport and moves with it. */
  children: ReactNode
  label: string
  onZoom: (zoom: number) => void
  /** Where each frame has a screen: which one is shown, and which one to go to. */
  onPage: (at: number) => void
  turn: { to: number; n: number } | null
  onFollow: (index: number) => void
  goTo: { id: string; n: number } | null
  command: { kind: ZoomCommand; n: number } | null
  /** The lower edge of the canvas that the closed sheet covers, px. */
  covered: number
}

/** Nodes and edges take no focus here, so nothing may say (in English) how to select them. */
const noDescriptions = {
  'node.a11yDescription.default': '',
  'node.a11yDescription.keyboardDisabled': '',
  'edge.a11yDescription.default': '',
}

/** The picture: frames and cards are React Flow's nodes, the drawn line and all that has no card stands in its viewport. */
export function Canvas({ layout, width, height, covered, draw, label, onFollow, children, ...moves }: CanvasProps) {
  const nodes = useMemo(() => nodesOf(layout), [layout])
  const edges = useMemo(() => edgesOf(layout) as Edge[], [layout])
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      defaultViewport={{ x: 0, y: 0, zoom: 1 }}
      minZoom={minZoom}
      maxZoom={maxZoom}
      width={width}
      height={height}
      translateExtent={[
        [0, 0],
        [Math.max(width, layout.size.w), Math.max(height, layout.size.h + covered)],
      ]}
      panOnScroll
      zoomOnScroll={false}
      zoomOnDoubleClick={false}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      disableKeyboardA11y
      ariaLabelConfig={noDescriptions}
      deleteKeyCode={null}
      proOptions={{ hideAttribution: true }}
      aria-label={label}
    >
      <ViewportPortal>
        <Furniture layout={layout} onFollow={onFollow} />
        <LineLayer layout={layout} draw={draw} />
        <BadgeLayer layout={layout} />
        {children}
      </ViewportPortal>
      <Pilot layout={layout} width={width} height={height - covered} {...moves} />
    </ReactFlow>
  )
}
