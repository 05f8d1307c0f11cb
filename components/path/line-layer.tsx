'use client'

import { Lock, LockOpen } from 'lucide-react'
import { memo } from 'react'
import { chanceText, shortChance } from '@/components/path/chance'
import { strokeColour, toneFill } from '@/components/path/tone'
import { usePath } from '@/components/path/view-context'
import type { Arrow, Layout, Point } from '@/lib/path/model'

/** Arrowheads, 7 long and 9 wide. */
const heads: Record<Arrow['to'], (at: Point) => string> = {
  right: ({ x, y }) => `M${x} ${y - 4.5}l7 4.5l-7 4.5z`,
  left: ({ x, y }) => `M${x + 3} ${y - 4.5}l-7 4.5l7 4.5z`,
  down: ({ x, y }) => `M${x - 4.5} ${y}l4.5 7l4.5 -7z`,
}

/** The request's line and the answer's, above the cards: strokes, dots, arrowheads, crossbars. */
export const LineLayer = memo(function LineLayer({ layout, draw }: { layout: Layout; draw: boolean }) {
  const { w, h } = layout.size
  return (
    <svg
      width={w + 60}
      height={h + 60}
      aria-hidden
      className="pointer-events-none absolute top-0 left-0 z-[5] overflow-visible"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {layout.strokes.map((stroke, i) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: a new walk draws new strokes
          key={i}
          d={stroke.d}
          stroke={strokeColour(stroke.tone)}
          strokeWidth={stroke.width}
          strokeDasharray={draw && stroke.dash === null ? '1' : (stroke.dash ?? undefined)}
          pathLength={draw && stroke.dash === null ? 1 : undefined}
          className={draw && stroke.dash === null ? 'draw-line' : undefined}
        />
      ))}
      {layout.arrows.map((arrow) => (
        <path key={`${arrow.x},${arrow.y}`} d={heads[arrow.to](arrow)} fill={strokeColour(arrow.tone)} />
      ))}
      {layout.bars.map((bar) => (
        <rect key={`${bar.x},${bar.y}`} x={bar.x - 9} y={bar.y - 2} width={18} height={4} rx={1} fill={strokeColour(bar.tone)} />
      ))}
      {layout.dots.map((dot) => (
        <circle
          key={`${dot.x},${dot.y}`}
          cx={dot.x}
          cy={dot.y}
          r={3}
          fill="var(--card)"
          stroke={strokeColour(dot.tone)}
          strokeWidth={1.5}
        />
      ))}
    </svg>
  )
})

/** The numbered badges and the locks on the gutter runs. They repeat what cards say, so assistive technology skips them. */
export const BadgeLayer = memo(function BadgeLayer({ layout }: { layout: Layout }) {
  const path = usePath()
  return (
    <div aria-hidden className="absolute top-0 left-0 z-[7]">
      {layout.stations.map((station) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the card under it is the button; this only lets the pointer through
        // biome-ignore lint/a11y/useKeyWithClickEvents: the card has the keys
        <span
          key={station.id}
          onClick={() => path.select(station.id)}
          onMouseEnter={() => path.hover(station.id)}
          onMouseLeave={() => path.hover(null)}
          style={{ left: station.x - 9, top: station.y - 9 }}
          className={`pointer-events-auto absolute flex size-[18px] cursor-pointer items-center justify-center rounded-full font-mono font-bold tracking-tight ${station.label.length > 2 ? 'text-[8.5px]' : 'text-[9.5px]'} ${station.inverted ? 'bg-inv-hi text-inv' : `${toneFill[station.tone]} text-on-trace`} ${path.selected === station.id ? 'outline-2 outline-offset-2 outline-focus' : ''}`}
        >
          {station.label}
        </span>
      ))}
      {layout.cards
        .filter((c) => c.look === 'outcome')
        .map((card) => (
          <span
            key={card.id}
            style={{ left: card.station.x - 22, top: card.y - 15, width: 44 }}
            className="absolute text-center font-mono text-[10.5px] leading-[13px] font-semibold text-random"
          >
            <span className="bg-node px-0.5" title={chanceText(card.chance ?? null)}>
              {shortChance(card.chance ?? null)}
            </span>
          </span>
        ))}
      {layout.locks.map((lock) => (
        <span
          key={lock.id}
          style={{ left: lock.x - 10, top: lock.y - 10 }}
          className="absolute flex size-5 items-center justify-center rounded-full border-[1.5px] border-trace bg-canvas text-trace"
        >
          {lock.kind === 'mtls' ? <Lock size={11} strokeWidth={2.25} /> : <LockOpen size={11} strokeWidth={2.25} />}
        </span>
      ))}
    </div>
  )
})
