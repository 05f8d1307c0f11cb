'use client'

import { type RefObject, useLayoutEffect, useState } from 'react'

/** The box of an element and whether the window is wide enough for the docked panel (1376) and the wide frames (1440). */
export type Size = { width: number; height: number; docked: boolean; wide: boolean }

export const dockedFrom = 1376
const wideFrom = 1440

/** Null until the element is measured: the picture is drawn once, at its final size. */
export function useSize(ref: RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = () => {
      const { width, height } = element.getBoundingClientRect()
      const next = { width: Math.round(width), height: Math.round(height), docked: innerWidth >= dockedFrom, wide: innerWidth >= wideFrom }
      setSize((old) =>
        old && old.width === next.width && old.height === next.height && old.docked === next.docked && old.wide === next.wide ? old : next,
      )
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    addEventListener('resize', measure)
    return () => {
      observer.disconnect()
      removeEventListener('resize', measure)
    }
  }, [ref])
  return size
}
