import type { StripMark } from '@/lib/api/overview'

/** Of each mark in the row, px; it never shrinks. */
export const pitch = 9
const beside = 4

export const stripWidth = (marks: number): number => marks * pitch + beside

/** Marks of the end that are always shown: how a walk ends says most. */
const tail = 4

/** The marks of a walk that a place `room` px wide shows: all, or the first and the last ones with `null` for those between. */
export function shownMarks(marks: readonly StripMark[], room: number): (StripMark | null)[] {
  if (stripWidth(marks.length) <= room) return [...marks]
  const places = Math.max(tail + 2, Math.floor((room - beside) / pitch))
  return places >= marks.length ? [...marks] : [...marks.slice(0, places - tail - 1), null, ...marks.slice(-tail)]
}
