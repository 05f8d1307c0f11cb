'use client'

import { Inbox, RotateCw, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ApiError } from '@/components/shell/fetch-json'
import { Button } from '@/components/ui/button'
import { useErrorWords } from '@/components/ui/use-error-words'
import { StaleChip } from '@/components/ui/verdict'

/** What belongs here, and the one action that fills it. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <section className="mx-auto flex max-w-[460px] flex-col items-center gap-2 px-4 py-14 text-center">
      <Inbox size={22} className="text-ink-3" aria-hidden />
      <h2 className="text-brand font-semibold">{title}</h2>
      {children ? <div className="text-lead text-ink-2">{children}</div> : null}
      {action ? <div className="mt-2">{action}</div> : null}
    </section>
  )
}

/** What failed, why, what to do, Retry, and where else to go (`action`). Other parts of the page stay. */
export function ErrorState({ what, error, onRetry, action }: { what: string; error: unknown; onRetry?: () => void; action?: ReactNode }) {
  const t = useTranslations('states')
  const words = useErrorWords()
  const known = error instanceof ApiError ? error : null
  const advice = known ? adviceFor(known.status) : 'retry'
  return (
    <section
      role="alert"
      className="mx-auto my-10 flex w-full max-w-[520px] flex-col gap-2 rounded-frame border border-dropped bg-card p-4"
    >
      <h2 className="flex items-center gap-2 text-brand font-semibold text-dropped">
        <TriangleAlert size={15} aria-hidden />
        {what}
      </h2>
      <p className="text-lead break-words">{words(error)}</p>
      <p className="text-ink-2">{t(advice)}</p>
      {onRetry || action ? (
        <div className="mt-1 flex gap-2">
          {onRetry ? (
            <Button onClick={onRetry}>
              <RotateCw size={13} aria-hidden />
              {t('again')}
            </Button>
          ) : null}
          {action}
        </div>
      ) : null}
    </section>
  )
}

/** Above what stays though a part of it could not be read: by default a view whose data is of a moment before. */
export function StaleBar({ error, onRetry, label }: { error: unknown; onRetry: () => void; label?: string }) {
  const t = useTranslations('states')
  const words = useErrorWords()
  return (
    <div role="alert" className="flex min-h-[34px] shrink-0 items-center gap-2.5 border-edge border-b bg-bar px-3.5 py-1">
      {label ? <strong className="text-warn">{label}</strong> : <StaleChip>{t('stale')}</StaleChip>}
      <p className="min-w-0 grow truncate text-ink-2" title={words(error)}>
        {label ? null : t('staleWhy')} {words(error)}
      </p>
      <Button onClick={onRetry}>
        <RotateCw size={13} aria-hidden />
        {t('again')}
      </Button>
    </div>
  )
}

function adviceFor(status: number): 'retry' | 'check' | 'gone' | 'large' | 'start' {
  if (status === 0) return 'start'
  if (status === 404) return 'gone'
  if (status === 413) return 'large'
  return status >= 400 && status < 500 ? 'check' : 'retry'
}

/** A grey bar where text will be, at its final size; no shimmer. */
export function Bar({ width, height = 10 }: { width: number | string; height?: number }) {
  return <span className="skeleton block" style={{ width, height }} />
}

/** Stands in for rows that are being loaded; says so in words to screen readers. */
export function SkeletonRows({ rows, height }: { rows: number; height: number }) {
  const t = useTranslations('states')
  return (
    <div role="status" aria-label={t('loading')} className="w-full">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <div key={row} className="flex items-center gap-4 border-edge border-b px-4" style={{ height }}>
          <Bar width="28%" />
          <Bar width="40%" height={9} />
          <Bar width="12%" height={9} />
        </div>
      ))}
    </div>
  )
}
