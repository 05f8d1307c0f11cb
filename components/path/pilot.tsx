'use client'

import { useReactFlow, useStore } from '@xyflow/react'
import { useEffect } from 'react'
import { snapTo } from '@/components/path/snap'
import type { Layout } from '@/lib/path/model'
import { pageAt } from '@/lib/path/pages'

export type ZoomCommand = 'fit' | 'reset' | 'in' | 'out'

/** Fit may go this low; free zoom a little lower. */
const fitFloor = 0.6
export const minZoom = 0.3
export const maxZoom = 1.5

type Props = {
  layout: Layout
  /** What can be seen of the canvas, px. */
  width: number
  height: number
  onZoom: (zoom: number) => void
  /** Where each frame has a screen: which one is shown, and which one to go to. */
  onPage: (at: number) => void
  turn: { to: number; n: number } | null
  goTo: { id: string; n: number } | null
  command: { kind: ZoomCommand; n: number } | null
}

/** Moves the viewport when it is told to; by itself only to a frame's edge, after someone has scrolled past three frames. */
export function Pilot({ layout, width, height, onZoom, onPage, turn, goTo, command }: Props) {
  const flow = useReactFlow()
  const zoom = useStore((s) => s.transform[2])
  useEffect(() => onZoom(zoom), [zoom, onZoom])
  const shown = useStore(({ transform: [x, , z] }) => pageAt(layout.pages, (width / 2 - x) / z))
  useEffect(() => onPage(shown), [shown, onPage])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new wish turns
  useEffect(() => {
    const page = turn ? layout.pages[turn.to] : undefined
    const { zoom: z } = flow.getViewport()
    if (page) flow.setViewport({ x: -page.x * z, y: 0, zoom: z })
  }, [turn])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new command moves the picture
  useEffect(() => {
    if (!command) return
    const now = flow.getViewport()
    if (command.kind === 'reset') flow.setViewport({ x: 0, y: 0, zoom: 1 })
    else if (command.kind === 'fit') {
      const fit = Math.max(fitFloor, Math.min(1, width / layout.size.w, height / layout.size.h))
      flow.setViewport({ x: 0, y: 0, zoom: fit })
    } else flow.setViewport({ ...now, zoom: Math.min(maxZoom, Math.max(minZoom, now.zoom * (command.kind === 'in' ? 1.25 : 0.8))) })
  }, [command])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a step that is newly gone to scrolls
  useEffect(() => {
    const box = goTo ? layout.stops.find((s) => s.id === goTo.id)?.box : undefined
    if (!box) return
    const { x, y, zoom: z } = flow.getViewport()
    const room = 24
    const least = (from: number, to: number, size: number, shift: number) =>
      from * z + shift < room ? room - from * z : to * z + shift > size - room ? size - room - to * z : shift
    const page = layout.pages[pageAt(layout.pages, box.x)]
    const next = { x: page ? -page.x * z : least(box.x, box.x + box.w, width, x), y: least(box.y, box.y + box.h, height, y), zoom: z }
    if (next.x !== x || next.y !== y) flow.setViewport(next)
  }, [goTo])
  useSnap(layout, width)
  return null
}

/** How long the wheel or a finger has rested when the picture comes to rest too, ms. */
const rested = 160

/** After someone has scrolled or dragged a long picture, it comes to rest at a frame's edge, or at the top of the screen that was swiped to. */
function useSnap(layout: Layout, width: number) {
  const flow = useReactFlow()
  const pane = useStore((s) => s.domNode)
  useEffect(() => {
    if (!pane) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let from = flow.getViewport().x
    const begin = () => {
      from = flow.getViewport().x
    }
    const rest = () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        const { x, y, zoom } = flow.getViewport()
        const to = snapTo(layout, x, zoom, width, from)
        const turned = layout.pages.length > 0 && to !== null && Math.abs(to - from) > 1
        if (to !== null) flow.setViewport({ x: to, y: turned ? 0 : y, zoom })
        from = to ?? x
      }, rested)
    }
    // React Flow stops these on their way up.
    pane.addEventListener('wheel', rest, { passive: true, capture: true })
    pane.addEventListener('pointerdown', begin, true)
    pane.addEventListener('pointerup', rest, true)
    // A finger's drag is the browser's touch, of which no pointer goes up.
    pane.addEventListener('touchend', rest, true)
    return () => {
      clearTimeout(timer)
      pane.removeEventListener('wheel', rest, true)
      pane.removeEventListener('pointerdown', begin, true)
      pane.removeEventListener('pointerup', rest, true)
      pane.removeEventListener('touchend', rest, true)
    }
  }, [pane, flow, layout, width])
}
