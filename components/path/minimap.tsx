'use client'

import { useStore } from '@xyflow/react'
import { useTranslations } from 'next-intl'
import { type Furniture, placeMinimap, reachesOut } from '@/lib/path/furniture'
import { margin, minimap as size, top as upper } from '@/lib/path/geometry'
import type { Layout } from '@/lib/path/model'

type Props = {
  layout: Layout
  furniture: Furniture
  /** What can be seen of the canvas, px. */
  width: number
  height: number
  /** Someone asked for it, or sent it away; null: it comes when something is outside of the view, and where it covers nothing. */
  wanted: boolean | null
}

/** The whole picture in small, with what of it is in view. */
export function Minimap({ layout, furniture, width, height, wanted }: Props) {
  const t = useTranslations('path')
  const [x, y, zoom] = useStore((s) => s.transform)
  const view = { x, y, zoom, width, height }
  if (wanted === false || (wanted === null && (layout.pages.length > 0 || !reachesOut(layout, view)))) return null
  const free = placeMinimap(layout, furniture, view)
  if (free === null && wanted === null) return null
  const place = free ?? { left: margin, top: height - size.h - upper }
  const scale = Math.min(size.w / Math.max(layout.size.w, width / zoom), size.h / Math.max(layout.size.h, height / zoom))
  return (
    <svg
      role="img"
      data-minimap
      aria-label={t('minimap')}
      width={size.w}
      height={size.h}
      style={place}
      className="absolute z-10 rounded-card border border-edge-2 bg-bar shadow-float"
    >
      <title>{t('minimap')}</title>
      <g transform={`scale(${scale})`}>
        {layout.frames
          .filter((f) => f.parent === null)
          .map((f) => (
            <rect
              key={f.id}
              x={f.x}
              y={f.y}
              width={f.w}
              height={f.h}
              rx={12}
              fill="var(--node)"
              stroke="var(--node-edge)"
              strokeWidth={6}
            />
          ))}
        {layout.beyond?.frames
          .filter((f) => f.parent === null)
          .map((f) => (
            <rect key={f.id} x={f.x} y={f.y} width={f.w} height={f.h} rx={12} fill="none" stroke="var(--edge-2)" strokeWidth={8} />
          ))}
        {layout.cards
          .filter((c) => c.op)
          .map((c) => (
            <rect key={c.id} x={c.x} y={c.y} width={c.w} height={c.h} fill="var(--ink)" />
          ))}
        {layout.strokes
          .filter((s) => s.tone !== 'inverted')
          .map((s) => (
            <path key={s.d} d={s.d} fill="none" stroke={s.tone === 'ghost' ? 'var(--edge-ctl)' : `var(--${s.tone})`} strokeWidth={12} />
          ))}
        <rect
          x={-x / zoom}
          y={-y / zoom}
          width={width / zoom}
          height={height / zoom}
          fill="none"
          stroke="var(--ink)"
          strokeWidth={1.5 / scale}
        />
      </g>
    </svg>
  )
}
