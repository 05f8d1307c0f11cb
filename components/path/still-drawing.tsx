'use client'

import './path.css'
import { CardBox } from '@/components/path/card-box'
import type { DrawingProps } from '@/components/path/drawing-props'
import { FrameBox } from '@/components/path/frame-node'
import { Furniture } from '@/components/path/furniture'
import { BadgeLayer, LineLayer } from '@/components/path/line-layer'
import type { Box } from '@/lib/path/model'

const at = ({ x, y }: Box, zIndex: number) => ({ position: 'absolute', left: x, top: y, zIndex }) as const

/** The picture before it can be moved: the same frames, cards and line at the same places, under React Flow's own class names. */
export function StillDrawing({ layout, width, draw, label, onFollow, children }: DrawingProps) {
  return (
    <section className="react-flow relative h-full overflow-hidden" style={{ width }} aria-label={label}>
      <div className="react-flow__viewport absolute top-0 left-0" style={{ transform: 'scale(1)' }}>
        {layout.frames.map((frame) => (
          <div key={frame.id} className="react-flow__node react-flow__node-frame" style={at(frame, 0)}>
            <FrameBox frame={frame} />
          </div>
        ))}
        {layout.cards.map((card) => (
          <div key={card.id} className="react-flow__node react-flow__node-card" style={at(card, 1)}>
            <CardBox card={card} />
          </div>
        ))}
        <div className="react-flow__viewport-portal">
          <Furniture layout={layout} onFollow={onFollow} />
          <LineLayer layout={layout} draw={draw} />
          <BadgeLayer layout={layout} />
          {children}
        </div>
      </div>
    </section>
  )
}
