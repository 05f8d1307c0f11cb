'use client'

import { useEffect, useState } from 'react'
import type { Walk } from '@/lib/api/step'

const quietMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches

/** Longer than the line takes to be drawn (path.css). */
const drawn = 500

/** True while a new walk's line is being drawn, once; never when the page is frozen or wants no motion. */
export function useLineDrawing(walk: Walk, freeze: boolean): boolean {
  const [draw, setDraw] = useState(false)
  useEffect(() => {
    if (freeze || quietMotion()) return
    setDraw(walk.steps.length > 0)
    const timer = setTimeout(() => setDraw(false), drawn)
    return () => clearTimeout(timer)
  }, [walk, freeze])
  return draw
}
