'use client'

import { useTranslations } from 'next-intl'
import type { Box } from '@/lib/path/model'

const sample = (className: string) => <span aria-hidden className={`h-[9px] w-4 rounded-tag border ${className}`} />
const line = (colour: string, dash?: string) => (
  <svg aria-hidden width={16} height={4} className="block">
    <line x1={1} x2={15} y1={2} y2={2} stroke={colour} strokeWidth={2.5} strokeLinecap="round" strokeDasharray={dash} />
  </svg>
)

/** Wider places have two columns, px. */
const columns = 200

/** What the signs mean, under the client card (key l). */
export function Legend({ box }: { box: Box }) {
  const t = useTranslations('path.legend')
  return (
    <section data-legend aria-label={t('title')} style={{ left: box.x, top: box.y, width: box.w }} className="absolute z-[3] text-meta">
      <h2 className="mb-1 font-semibold">{t('title')}</h2>
      <ul className={`text-ink-2 ${box.w > columns ? 'grid grid-cols-2 gap-x-4 gap-y-0.5' : 'space-y-0.5'}`}>
        {(
          [
            ['request', line('var(--trace)')],
            ['answer', line('var(--reply)', '0.5 4')],
            ['rewritten', sample('border-inv bg-inv')],
            ['chain', sample('border-edge-ctl bg-card')],
            ['envoy', sample('border-envoy-edge bg-envoy')],
            ['random', line('var(--random)')],
            ['unknown', sample('border-unknown border-dotted hatched')],
            ['computed', sample('border-edge-ctl border-dashed bg-card')],
          ] as const
        ).map(([key, sign]) => (
          <li key={key} className="flex items-center gap-1.5">
            <span className="flex w-4 shrink-0 justify-center">{sign}</span>
            {t(key)}
          </li>
        ))}
      </ul>
    </section>
  )
}
