import { type RefObject, useEffect, useState } from 'react'

/** Browsers cut what is higher (Firefox at 17.9 million px, Chromium at 33.5): a longer text scrolls by a scale. */
export const MAX_HEIGHT = 15_000_000

export interface LineWindow {
  /** Places of the first and last row that are drawn, `last` not included. */
  first: number
  last: number
  /** A place near them that rarely changes: rows laid out from it stay as they are while what holds them moves. */
  base: number
  /** px: of the box that scrolls, and of a row in it. */
  height: number
  top: (place: number) => number
  /** px of scrolling at which a row stands a third down. */
  scrollTo: (place: number) => number
}

/** Rows beyond those in view, so that a step of scrolling shows no gap. */
const OVERSCAN = 10

const BASE = 1000

/** The rows of one height that are in view, of any number: px of the box's scrolling stand for more than their number when it is large. */
export function lineWindow(count: number, row: number, scrolled: number, view: number): LineWindow {
  const whole = count * row
  const height = Math.min(whole, MAX_HEIGHT)
  const scale = height > view ? (whole - view) / (height - view) : 1
  // A box that has just become lower tells only later that it scrolled back.
  const from = Math.max(0, Math.min(scrolled * scale, whole - view))
  const first = Math.max(0, Math.floor(from / row) - OVERSCAN)
  return {
    first,
    base: first - (first % BASE),
    last: Math.min(count, Math.ceil((from + view) / row) + OVERSCAN),
    height,
    top: (place) => from / scale + (place * row - from),
    scrollTo: (place) => Math.max(0, (place * row - view / 3) / scale),
  }
}

/** How far a box is scrolled and how high it is, in px; told once a frame at most. */
export function useScroll(box: RefObject<HTMLElement | null>): { scrolled: number; view: number } {
  const [state, setState] = useState({ scrolled: 0, view: 0 })
  useEffect(() => {
    const element = box.current
    if (!element) return
    let frame = 0
    const read = () => {
      frame = 0
      setState({ scrolled: element.scrollTop, view: element.clientHeight })
    }
    const ask = () => {
      frame ||= requestAnimationFrame(read)
    }
    const sizes = new ResizeObserver(ask)
    sizes.observe(element)
    element.addEventListener('scroll', ask, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      sizes.disconnect()
      element.removeEventListener('scroll', ask)
    }
  }, [box])
  return state
}
