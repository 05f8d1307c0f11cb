'use client'

import { useTranslations } from 'next-intl'
import { useDeferredValue } from 'react'
import { useProxiesAddress } from '@/components/proxies/address'
import { RowActions } from '@/components/proxies/config/row-actions'
import { useConfigSearch } from '@/components/proxies/config/use-config'
import { ProxyHeader } from '@/components/proxies/proxy-header'
import { Button } from '@/components/ui/button'
import { SearchField } from '@/components/ui/search-field'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import type { ConfigSearch } from '@/lib/api/proxy-config'

/** Everything that one Envoy has and that holds some words: in what its tables say, or anywhere in its resources. */
export function ConfigSearchView({ proxy }: { proxy: string }) {
  const t = useTranslations('config')
  const { state, update } = useProxiesAddress()
  const q = useDeferredValue(state.q.trim())
  const { data, error, isPending, refetch } = useConfigSearch(proxy, q)
  const found = (data?.kinds ?? []).filter(({ total }) => total > 0)
  return (
    <>
      <ProxyHeader proxy={proxy} />
      <div className="flex min-h-[38px] shrink-0 flex-wrap items-center gap-3 border-edge border-b bg-bar px-3.5 py-1">
        <SearchField label={t('filterAll')} value={state.q} onChange={(text) => update({ q: text })} className="w-80 max-dock:w-60" />
        <p aria-live="polite" className="text-ink-2">
          {data ? t('foundRows', { count: found.reduce((sum, { total }) => sum + total, 0) }) : null}
          {data && data.missing.length > 0
            ? ` · ${t('notObserved', { kinds: data.missing.map((kind) => t(`kind.${kind}`)).join(', ') })}`
            : null}
        </p>
      </div>
      {q === '' ? (
        <EmptyState title={t('searchAll')}>
          <p>{t('searchAllHow')}</p>
        </EmptyState>
      ) : error && !data ? (
        <ErrorState what={t('failed')} error={error} onRetry={() => void refetch()} />
      ) : isPending || !data ? (
        <SkeletonRows rows={12} height={30} />
      ) : found.length === 0 ? (
        <EmptyState title={t('noMatch', { kind: '' })} action={<Button onClick={() => update({ q: '' })}>{t('showAll')}</Button>} />
      ) : (
        <div className="min-h-0 grow overflow-auto">
          {found.map((kind) => (
            <Kind key={kind.kind} found={kind} />
          ))}
        </div>
      )}
    </>
  )
}

function Kind({ found }: { found: ConfigSearch['kinds'][number] }) {
  const t = useTranslations('config')
  const { state, update } = useProxiesAddress()
  const { kind, rows, total } = found
  const name = t(`kind.${kind}`)
  return (
    <section aria-label={name} className="border-edge border-b">
      <h2 className="sticky top-0 z-10 flex items-center gap-2.5 border-edge border-b bg-bar px-3.5 py-1 font-semibold">
        {name}
        <span className="font-normal text-ink-2">{t('count', { shown: rows.length, total: rows.length < total ? total : 0 })}</span>
        <button
          type="button"
          className="ml-auto font-normal text-ink-2 underline decoration-edge-ctl underline-offset-2 hover:text-ink"
          onClick={() => update({ config: kind, q: state.q })}
        >
          {t('inTable')}
        </button>
      </h2>
      <div role="table" aria-label={name}>
        {rows.map((row) => (
          <div
            key={`${row.pointer} ${row.cells.join(' ')}`}
            role="row"
            tabIndex={-1}
            className="flex min-h-[30px] items-center gap-3 border-edge border-t px-3.5 hover:bg-hover"
          >
            <span role="cell" className="min-w-0 grow truncate font-mono text-rule" title={row.cells.filter(Boolean).join('  ')}>
              {row.cells.filter(Boolean).join('  ')}
            </span>
            <span role="cell" className="shrink-0 text-ink-3">
              {row.in === 'text' ? t('inText') : ''}
            </span>
            <span role="cell" className="shrink-0">
              <RowActions row={row} kind={kind} />
            </span>
          </div>
        ))}
      </div>
    </section>
  )
}
