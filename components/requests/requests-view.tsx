'use client'

import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { columnLook, RequestRow, requestColumns } from '@/components/requests/request-row'
import { useStrips } from '@/components/requests/strips'
import { useLocalText, useRecording } from '@/components/shell/recordings'
import { SearchField } from '@/components/ui/search-field'
import { EmptyState, ErrorState } from '@/components/ui/states'

/** Every recorded request: what was asked, its walk in one row, what came, and whether the kernel saw the same. */
export function RequestsView() {
  const t = useTranslations('requests')
  const local = useLocalText()
  const recording = useRecording()
  const { strips, error, loading, retry } = useStrips()
  const [filter, setFilter] = useState('')
  const requests = recording?.requests ?? []
  const shown = useMemo(() => {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
    return requests.filter((request) => {
      const hay =
        `${local(request.title)} ${request.from} ${request.url} ${request.host ?? ''} ${request.outcome.status ?? ''}`.toLowerCase()
      return words.every((word) => hay.includes(word))
    })
  }, [requests, filter, local])

  if (requests.length === 0) return <EmptyState title={t('empty')}>{t('emptyWhy')}</EmptyState>
  return (
    <>
      <div className="flex h-[52px] shrink-0 items-center gap-3 border-edge border-b bg-bar px-3.5">
        <h1 className="sr-only">{t('title')}</h1>
        <SearchField label={t('filter')} value={filter} onChange={setFilter} className="w-60" />
        <p className="text-ink-2" aria-live="polite">
          {t('shown', { shown: shown.length, of: requests.length })}
        </p>
      </div>
      <div className="min-h-0 grow overflow-auto p-3.5">
        {error ? <ErrorState what={t('stripsFailed')} error={error} onRetry={retry} /> : null}
        {shown.length === 0 ? <EmptyState title={t('noMatch')}>{t('noMatchWhy')}</EmptyState> : null}
        {shown.length > 0 ? (
          <table className="w-full min-w-[880px] max-sm:min-w-0 border-separate border-spacing-0 overflow-hidden rounded-frame border border-edge bg-card">
            <thead>
              <tr className="h-8 bg-bar text-ink-2">
                {requestColumns.map((column) => (
                  <th
                    key={column}
                    scope="col"
                    className={`border-edge border-b px-3 text-left font-medium whitespace-nowrap max-dock:px-2 ${columnLook[column] ?? ''}`}
                  >
                    {t(`column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((request) => (
                <RequestRow key={request.id} request={request} walked={strips.get(request.id)} loading={loading} />
              ))}
            </tbody>
          </table>
        ) : null}
      </div>
    </>
  )
}
