'use client'

import { type ComponentType, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { DrawingProps } from '@/components/path/drawing-props'
import { StillDrawing } from '@/components/path/still-drawing'
import { focusStep } from '@/components/path/use-stepping'
import type { Layout } from '@/lib/path/model'

type Flow = { Drawing: ComponentType<DrawingProps>; drawn: Layout }

/** The walk as a picture: at once where its cards are, to be read and chosen from; movable as soon as React Flow's 50 KB are loaded. */
export function Drawing(props: DrawingProps) {
  const [flow, setFlow] = useState<Flow | null>(null)
  const { layout, draw } = props
  const now = useRef(layout)
  useLayoutEffect(() => {
    now.current = layout
  }, [layout])
  useEffect(() => {
    let gone = false
    const load = async () => {
      const { FlowDrawing } = await import('@/components/path/flow-drawing')
      if (gone) return
      const focused = document.activeElement?.getAttribute('data-step')
      // In one piece, what React Flow sets up in effects too: nobody sees a picture without its line, and no key meets one.
      flushSync(() => setFlow({ Drawing: FlowDrawing, drawn: now.current }))
      if (focused) focusStep(document.body, focused)
    }
    // The frame that shows the walk comes first, then what moves it.
    const frame = requestAnimationFrame(() => setTimeout(load))
    return () => {
      gone = true
      cancelAnimationFrame(frame)
    }
  }, [])
  if (flow === null) return <StillDrawing {...props} />
  // A line that has been drawn is not drawn a second time.
  return <flow.Drawing {...props} draw={draw && flow.drawn !== layout} />
}
