import type { Rates } from '@/lib/api/history'

const WIDTH = 400
const HEIGHT = 26
/** A line that lies on the edge is cut in half. */
const INSET = 2

/** What was counted a second over time, as a small area; samples further apart than two steps are not joined. `label` says it in words. */
export function RateLine({
  rates,
  from,
  until,
  stepMs,
  label,
}: {
  rates: Rates
  from: number
  until: number
  stepMs: number
  label: string
}) {
  const top = Math.max(...rates.map(([, rate]) => rate), Number.MIN_VALUE)
  const x = (at: number) => (((at - from) / (until - from)) * WIDTH).toFixed(1)
  const y = (rate: number) => (HEIGHT - INSET - (rate / top) * (HEIGHT - 2 * INSET)).toFixed(1)
  const pieces = piecesOf(rates, 2 * stepMs)
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-[26px] w-full overflow-visible"
    >
      <line x1={0} x2={WIDTH} y1={HEIGHT - INSET} y2={HEIGHT - INSET} className="stroke-edge-2" vectorEffect="non-scaling-stroke" />
      {pieces.map((piece) => {
        const line = piece.map(([at, rate]) => `${x(at)},${y(rate)}`).join(' ')
        const [first, last] = [piece[0]?.[0] ?? from, piece.at(-1)?.[0] ?? from]
        return (
          <g key={first}>
            <polygon points={`${x(first)},${HEIGHT - INSET} ${line} ${x(last)},${HEIGHT - INSET}`} className="fill-trace-bg" />
            <polyline points={line} fill="none" className="stroke-trace" strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
          </g>
        )
      })}
    </svg>
  )
}

/** Where nothing was kept the line ends. */
function piecesOf(rates: Rates, gapMs: number): Rates[] {
  const pieces: Rates[] = []
  for (const sample of rates) {
    const piece = pieces.at(-1)
    if (piece && sample[0] - (piece.at(-1)?.[0] ?? 0) <= gapMs) piece.push(sample)
    else pieces.push([sample])
  }
  return pieces
}
