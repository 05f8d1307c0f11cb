'use client'

import { type RefObject, useLayoutEffect, useState } from 'react'
import { page } from '@/lib/path/geometry'

/** The box of an element, whether the window is wide enough for the docked panel (1376) and the wide frames (1440), or so narrow that each frame has a screen (below 1024). */
export type Size = { width: number; height: number; docked: boolean; wide: boolean; paged: boolean }

const dockedFrom = 1376
const wideFrom = 1440

/** Null until the element is measured: the picture is drawn once, at its final size. */
export function useSize(ref: RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = () => {
      const { width, height } = element.getBoundingClientRect()
      const next = {
        width: Math.round(width),
        height: Math.round(height),
        docked: innerWidth >= dockedFrom,
        wide: innerWidth >= wideFrom,
        paged: innerWidth < page.below,
      }
      setSize((old) => (old && (Object.keys(next) as (keyof Size)[]).every((key) => old[key] === next[key]) ? old : next))
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
