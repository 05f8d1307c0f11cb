'use client'

import type { Strip as StripData, StripMark } from '@/lib/api/overview'
import { toneOf } from './verdict'

const pitch = 9
const height = 18
const middle = height / 2

/** A walk in one row: circle = chain, square = rewrite, hexagon = Envoy, dot = passed through, dashed tick = next place, disc = app, bar = stop. */
export function Strip({ strip, label }: { strip: StripData; label: string }) {
  const { marks, verdict } = strip
  const width = marks.length * pitch + 4
  const last = Math.max(0, marks.length - 1) * pitch + 6
  const tone = toneOf(verdict)
  const end = tone === 'trace' ? 'var(--trace)' : tone === 'reply' ? 'var(--reply)' : `var(--${tone})`
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="block max-w-full"
      preserveAspectRatio="xMinYMid"
    >
      <title>{label}</title>
      <line x1="6" x2={last} y1={middle} y2={middle} stroke="var(--trace)" strokeWidth="1.5" />
      {marks.map((mark, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the row is the mark's identity
        <Mark key={index} mark={mark} x={index * pitch + 6} end={end} />
      ))}
    </svg>
  )
}

function Mark({ mark, x, end }: { mark: StripMark; x: number; end: string }) {
  switch (mark) {
    case 'chain':
      return <circle cx={x} cy={middle} r="3" fill="var(--card)" stroke="var(--trace)" strokeWidth="1.5" />
    case 'rewrite':
      return <rect x={x - 3.5} y={middle - 3.5} width="7" height="7" fill="var(--ink)" />
    case 'envoy':
      return <path d={hexagon(x)} fill="var(--card)" stroke="var(--random)" strokeWidth="1.25" />
    case 'passed':
      return <circle cx={x} cy={middle} r="2" fill="var(--trace)" />
    case 'place':
      return <line x1={x} x2={x} y1="3" y2={height - 3} stroke="var(--ink-3)" strokeWidth="1" strokeDasharray="2 2" />
    case 'app':
      return <circle cx={x} cy={middle} r="4" fill="var(--trace)" />
    case 'stop':
      return <line x1={x} x2={x} y1="4" y2={height - 4} stroke={end} strokeWidth="2.5" />
  }
}

function hexagon(x: number): string {
  const points = [0, 60, 120, 180, 240, 300].map((degrees) => {
    const angle = (degrees * Math.PI) / 180
    return `${(x + 4 * Math.cos(angle)).toFixed(1)} ${(middle + 4 * Math.sin(angle)).toFixed(1)}`
  })
  return `M${points.join('L')}Z`
}
