'use client'

import { useTranslations } from 'next-intl'
import { chanceText } from '@/components/path/chance'
import { useText } from '@/components/path/use-text'
import type { Card } from '@/lib/path/model'

/** Rows that a card of outcomes has room for. */
const rows = 4

/** The outcomes of a fork with too many of them for small cards. */
export function Rows({ card }: { card: Card }) {
  const text = useText()
  const t = useTranslations('path.card')
  const choices = card.choices ?? []
  const shown = choices.length <= rows + 1 ? choices : choices.filter((c, i) => c.chosen || i < rows - 1).slice(0, rows)
  return (
    <>
      {shown.map((choice) => (
        <div
          key={choice.id}
          className={`flex h-4 min-w-0 items-center gap-2 font-mono text-rule ${choice.chosen ? 'font-semibold text-ink' : 'text-ink-2'}`}
        >
          <span className="min-w-0 truncate" title={choice.detail || text(choice.label)}>
            {choice.id} {choice.detail || text(choice.label)}
          </span>
          <span className="ml-auto shrink-0 text-random">{chanceText(choice.chance)}</span>
        </div>
      ))}
      {shown.length < choices.length ? (
        <div className="h-4 font-mono text-rule text-ink-3">{t('more', { count: choices.length - shown.length })}</div>
      ) : null}
    </>
  )
}
