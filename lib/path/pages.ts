import type { Box, Frame, GhostFrame, Page } from '@/lib/path/model'

/** The screens of a narrow window from left to right: a frame each, the card of the answer, and what would have followed a stop. */
export function pagesOf(frames: readonly Frame[], answer: Box | null, beyond: readonly GhostFrame[], width: number): Page[] {
  const tops = (list: readonly (Frame | GhostFrame)[], reached: boolean) =>
    list.filter((frame) => frame.parent === null).map((frame) => ({ at: frame.x, title: frame.name, reached }))
  const answered = answer ? [{ at: answer.x, title: { key: 'answer.title' }, reached: true }] : []
  return [...tops(frames, true), ...answered, ...tops(beyond, false)].map(({ at, title, reached }) => ({
    x: Math.floor(at / width) * width,
    title,
    reached,
  }))
}

/** The screen on which a point of the canvas is: its place in the list; 0 where there are no screens. */
export function pageAt(pages: readonly Page[], x: number): number {
  return Math.max(
    0,
    pages.findLastIndex((page) => page.x <= x + 0.5),
  )
}
