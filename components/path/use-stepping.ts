'use client'

import { type RefObject, useCallback, useMemo, useState } from 'react'
import type { Layout } from '@/lib/path/model'

export type Move = 1 | -1 | 'first' | 'last'

/** Gives a step in `area` the keyboard, and scrolls nothing. */
export function focusStep(area: Element | null, id: string) {
  area?.querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"]`)?.focus({ preventScroll: true })
}

/** Steps through the followed walk in packet order, or to one step; `goTo` is the step that shall scroll into view. */
export function useStepping(layout: Layout, selected: string | null, choose: (id: string) => void, area: RefObject<HTMLElement | null>) {
  const [goTo, setGoTo] = useState<{ id: string; n: number } | null>(null)
  const order = useMemo(() => layout.stops.filter((s) => s.card?.look !== 'outcome' || s.card.choices?.[0]?.chosen), [layout])
  const visit = useCallback(
    (id: string) => {
      choose(id)
      setGoTo((old) => ({ id, n: (old?.n ?? 0) + 1 }))
      focusStep(area.current, id)
    },
    [choose, area],
  )
  const move = useCallback(
    (by: Move) => {
      const at = order.findIndex((s) => s.id === selected)
      const next = by === 'first' ? 0 : by === 'last' ? order.length - 1 : at < 0 ? 0 : Math.min(order.length - 1, Math.max(0, at + by))
      const id = order[next]?.id
      if (id !== undefined) visit(id)
    },
    [order, selected, visit],
  )
  return { order, visit, move, goTo }
}
