'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useText } from '@/components/path/use-text'
import type { Page } from '@/lib/path/model'

/** Where each frame has a screen: which one is shown, and arrows to the one before and the next. A swipe does the same. */
export function Pager({ pages, at, onTurn }: { pages: readonly Page[]; at: number; onTurn: (to: number) => void }) {
  const t = useTranslations('path.pager')
  const text = useText()
  const page = pages[at]
  if (!page || pages.length < 2) return null
  const arrow = 'flex size-9 shrink-0 items-center justify-center rounded-card text-ink-2 hover:bg-hover disabled:opacity-40'
  return (
    <nav aria-label={t('label')} className="flex h-11 shrink-0 items-center gap-1 border-b border-edge bg-bar px-1.5">
      <button type="button" className={arrow} aria-label={t('previous')} disabled={at === 0} onClick={() => onTurn(at - 1)}>
        <ChevronLeft size={18} aria-hidden />
      </button>
      <p className="flex min-w-0 grow items-baseline justify-center gap-2 text-body" aria-live="polite">
        <span className="truncate font-semibold">{text(page.title)}</span>
        <span className="shrink-0 text-ink-3">
          {t('of', { at: at + 1, of: pages.length })}
          {page.reached ? '' : ` · ${t('notReached')}`}
        </span>
      </p>
      <button type="button" className={arrow} aria-label={t('next')} disabled={at === pages.length - 1} onClick={() => onTurn(at + 1)}>
        <ChevronRight size={18} aria-hidden />
      </button>
    </nav>
  )
}
