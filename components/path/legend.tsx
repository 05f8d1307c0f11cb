'use client'

import { useTranslations } from 'next-intl'

const box = (className: string) => <span aria-hidden className={`h-[9px] w-4 rounded-tag border ${className}`} />
const line = (colour: string, dash?: string) => (
  <svg aria-hidden width={16} height={4} className="block">
    <line x1={1} x2={15} y1={2} y2={2} stroke={colour} strokeWidth={2.5} strokeLinecap="round" strokeDasharray={dash} />
  </svg>
)

export const legendHeight = 150

/** What the signs mean, under the client card (key l). */
export function Legend({ style }: { style: { left: number; top: number } }) {
  const t = useTranslations('path.legend')
  return (
    <section data-legend aria-label={t('title')} style={style} className="absolute z-[3] w-[104px] text-meta">
      <h2 className="mb-1 font-semibold">{t('title')}</h2>
      <ul className="space-y-0.5 text-ink-2">
        {(
          [
            ['request', line('var(--trace)')],
            ['answer', line('var(--reply)', '0.5 4')],
            ['rewritten', box('border-inv bg-inv')],
            ['chain', box('border-edge-ctl bg-card')],
            ['envoy', box('border-envoy-edge bg-envoy')],
            ['random', line('var(--random)')],
            ['unknown', box('border-unknown border-dotted hatched')],
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
