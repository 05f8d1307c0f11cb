'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Command } from '@/components/proxies/command'
import { Segment } from '@/components/ui/segment'
import { Bar, StaleBar } from '@/components/ui/states'
import { type HistoryRange, historyRanges } from '@/lib/api/history-range'

const HOW = 'HOPSCOPE_PROMETHEUS=http://127.0.0.1:9090 HOPSCOPE_METRICS_PORT=9464 npm start -- --kubeconfig FILE'

/** What a drawing of Prometheus' past stands in: its title, how far back, and why there is none. */
export function HistoryFrame<T extends { configured: boolean }>({
  title,
  name,
  query,
  range,
  onRange,
  children,
}: {
  title: string
  /** Of the radio group: a page may have several. */
  name: string
  query: UseQueryResult<T>
  range: HistoryRange
  onRange: (range: HistoryRange) => void
  children: (answer: T) => ReactNode
}) {
  const t = useTranslations('history')
  const { data, error, refetch } = query
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2" data-history>
      <header className="flex items-center gap-2.5">
        <h3 className="font-semibold">{title}</h3>
        <span className="grow" />
        {data?.configured === false ? null : (
          <Segment
            name={name}
            label={t('range')}
            value={range}
            options={historyRanges.map((value) => ({ value, label: t(`ranges.${value}`) }))}
            onChange={onRange}
          />
        )}
      </header>
      {error ? <StaleBar error={error} onRetry={() => void refetch()} {...(data ? {} : { label: t('failed') })} /> : null}
      {data ? data.configured ? children(data) : <Unconfigured /> : error ? null : <Loading />}
    </section>
  )
}

function Unconfigured() {
  const t = useTranslations('history')
  return (
    <div className="flex flex-col gap-1.5 text-ink-2">
      <p>{t('unconfigured')}</p>
      <Command text={HOW} className="max-w-[760px]" />
    </div>
  )
}

function Loading() {
  const t = useTranslations('states')
  return (
    <div role="status" aria-label={t('loading')} className="flex flex-col gap-2">
      <Bar width="100%" height={18} />
      <Bar width="100%" height={18} />
    </div>
  )
}
