'use client'

import { useTranslations } from 'next-intl'

/** The notes' numbers of the stages that begin here: quiet, because they only point to where one can read on. */
export function StageMark({ stages, inverted = false }: { stages: readonly number[] | undefined; inverted?: boolean }) {
  const t = useTranslations('path')
  if (!stages || stages.length === 0) return null
  return (
    <span
      className={`shrink-0 font-mono text-[10.5px] leading-[15px] font-medium ${inverted ? 'text-inv-ink-2' : 'text-ink-3'}`}
      title={stages.map((no) => t('stage', { no })).join(', ')}
    >
      {stages.map((no) => `(${no})`).join('')}
    </span>
  )
}
