'use client'

import { useStore } from '@xyflow/react'
import { useTranslations } from 'next-intl'
import type { Layout } from '@/lib/path/model'

export const minimapSize = { w: 110, h: 82 }
const size = minimapSize

/** The whole picture in small; only when something of it is outside the view, or when it is asked for (key m). */
export function Minimap({
  layout,
  width,
  height,
  wanted,
  bottom,
  left,
}: {
  layout: Layout
  width: number
  height: number
  wanted: boolean
  bottom: number
  left: number
}) {
  const t = useTranslations('path')
  const [x, y, zoom] = useStore((s) => s.transform)
  const outside = layout.size.w * zoom > width + 1 || layout.size.h * zoom > height + 1
  if (!outside && !wanted) return null
  const scale = Math.min(size.w / Math.max(layout.size.w, width / zoom), size.h / Math.max(layout.size.h, height / zoom))
  return (
    <svg
      role="img"
      aria-label={t('minimap')}
      width={size.w}
      height={size.h}
      style={{ bottom, left }}
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
