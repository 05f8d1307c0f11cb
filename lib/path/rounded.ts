import type { Point } from '@/lib/path/model'

const round = (n: number) => Math.round(n * 100) / 100
const at = (p: Point) => `${round(p.x)} ${round(p.y)}`
const towards = (from: Point, to: Point, by: number): Point => {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  return length === 0 ? from : { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length }
}

/** An SVG path through orthogonal points whose corners have the radius `r`, less where two corners are near. */
export function rounded(points: Point[], r: number): string {
  const clean = points.filter((p, i) => i === 0 || p.x !== points[i - 1]?.x || p.y !== points[i - 1]?.y)
  const first = clean[0]
  if (!first) return ''
  let d = `M${at(first)}`
  for (let i = 1; i < clean.length; i += 1) {
    const [before, corner, after] = [clean[i - 1], clean[i], clean[i + 1]]
    if (!before || !corner) continue
    if (!after) {
      d += ` L${at(corner)}`
      continue
    }
    const near = Math.min(Math.hypot(corner.x - before.x, corner.y - before.y), Math.hypot(after.x - corner.x, after.y - corner.y)) / 2
    const by = Math.min(r, near)
    d += ` L${at(towards(corner, before, by))} Q${at(corner)} ${at(towards(corner, after, by))}`
  }
  return d
}
