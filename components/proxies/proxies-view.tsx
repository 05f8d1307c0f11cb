'use client'

import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { useProxiesAddress } from '@/components/proxies/address'
import { AnswerLine } from '@/components/proxies/answer-line'
import { ConfigView } from '@/components/proxies/config/config-view'
import { ConfigSearchView } from '@/components/proxies/config/search-view'
import { DiffView } from '@/components/proxies/diff/diff-view'
import { FilterBar } from '@/components/proxies/filter-bar'
import { Legend } from '@/components/proxies/legend'
import { ProxyTable } from '@/components/proxies/proxy-table'
import { countStates, shownRows } from '@/components/proxies/rows'
import { useProxies } from '@/components/proxies/use-proxies'
import { WithoutProxy } from '@/components/proxies/without-proxy'
import { Button } from '@/components/ui/button'
import { EmptyState, ErrorState, SkeletonRows, StaleBar } from '@/components/ui/states'
import { useProblemWords } from '@/components/ui/use-problem-words'
import type { FileProblem } from '@/lib/api/recordings'

const DescribeView = dynamic(() => import('@/components/proxies/describe/describe-view'), { ssr: false })

/** The xDS sync state of every proxy, worst first; or one proxy's configurations side by side. */
export function ProxiesView() {
  const t = useTranslations('proxies')
  const { state, update } = useProxiesAddress()
  const { data, error, isPending, refetch } = useProxies()
  const rows = useMemo(() => (data ? shownRows(data.proxies, state, data.now) : []), [data, state])

  if (error && !data) return <ErrorState what={t('failed')} error={error} onRetry={() => void refetch()} />
  if (isPending || !data) return <SkeletonRows rows={10} height={37} />
  if (state.diff) {
    if (state.config === 'describe') return <DescribeView proxy={state.diff} />
    if (state.config === 'all') return <ConfigSearchView proxy={state.diff} />
    if (state.config) return <ConfigView proxy={state.diff} kind={state.config} />
    return <DiffView proxy={state.diff} row={data.proxies.find((row) => row.id === state.diff) ?? null} now={data.now} />
  }
  if (data.proxies.length === 0) {
    return (
      <EmptyState title={t('empty')}>
        <p>{t('emptyWhy')}</p>
        <Problems problems={data.problems} />
      </EmptyState>
    )
  }
  return (
    <>
      <FilterBar
        counts={countStates(data.proxies)}
        namespaces={[...new Set(data.proxies.map((row) => row.namespace))].sort()}
        rows={rows}
        now={data.now}
      />
      {error ? <StaleBar error={error} onRetry={() => void refetch()} /> : null}
      <AnswerLine answer={data} />
      <div className="flex min-h-0 grow flex-col p-3.5">
        <Problems problems={data.problems} />
        <WithoutProxy pods={data.withoutProxy} />
        {rows.length > 0 ? (
          <ProxyTable rows={rows} now={data.now} />
        ) : (
          <EmptyState
            title={t('noMatch')}
            action={<Button onClick={() => update({ name: '', state: 'all', namespace: null })}>{t('showAll')}</Button>}
          >
            {t('noMatchWhy', { count: data.proxies.length })}
          </EmptyState>
        )}
        <Legend />
      </div>
    </>
  )
}

/** What could not be read: the rest is shown all the same. */
function Problems({ problems }: { problems: readonly FileProblem[] }) {
  const t = useTranslations('proxies')
  const words = useProblemWords()
  if (problems.length === 0) return null
  return (
    <details className="mb-2.5 shrink-0 rounded-card border border-warn bg-warn-bg px-3 py-1.5 text-left text-warn">
      <summary>{t('problems', { count: problems.length })}</summary>
      <ul className="mt-1 max-h-32 overflow-auto font-mono text-rule text-ink">
        {problems.map((problem) => (
          <li key={`${problem.entry} ${problem.message}`}>{words(problem)}</li>
        ))}
      </ul>
    </details>
  )
}
