'use client'

import { useLayoutEffect, useRef, useState } from 'react'
import { pitch, shownMarks, stripWidth } from '@/components/ui/strip-marks'
import { toneOf } from '@/components/ui/verdict'
import type { Strip as StripData, StripMark } from '@/lib/api/overview'

const height = 18
const middle = height / 2

/**
 * A walk in one row: circle = chain, square = rewrite, hexagon = Envoy, dot = passed through, dashed tick = next place, disc = app, bar = stop. Where
 * it is longer than its place, an ellipsis stands for marks before the end; the title is the whole sentence.
 */
export function Strip({ strip, label }: { strip: StripData; label: string }) {
  const { marks, verdict } = strip
  const place = useRef<HTMLSpanElement>(null)
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY)
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const observer = new ResizeObserver(() => setRoom(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const shown = shownMarks(marks, room)
  const width = stripWidth(shown.length)
  const last = Math.max(0, shown.length - 1) * pitch + 6
  const cut = shown.indexOf(null)
  const gap = cut < 0 ? cut : cut * pitch + 6
  const tone = toneOf(verdict)
  const end = tone === 'trace' ? 'var(--trace)' : tone === 'reply' ? 'var(--reply)' : `var(--${tone})`
  return (
    <span ref={place} className="block w-full overflow-hidden">
      <svg role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`} className="block max-w-none">
        <title>{label}</title>
        {(gap < 0
          ? [[6, last]]
          : [
              [6, gap - pitch / 2],
              [gap + pitch / 2, last],
            ]
        ).map(([from, to]) => (
          <line key={from} x1={from} x2={to} y1={middle} y2={middle} stroke="var(--trace)" strokeWidth="1.5" />
        ))}
        {shown.map((mark, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the row is the mark's identity
          <Mark key={index} mark={mark} x={index * pitch + 6} end={end} />
        ))}
      </svg>
    </span>
  )
}

function Mark({ mark, x, end }: { mark: StripMark | null; x: number; end: string }) {
  switch (mark) {
    case null:
      return [-3, 0, 3].map((by) => <circle key={by} cx={x + by} cy={middle} r="1" fill="var(--ink-3)" />)
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
