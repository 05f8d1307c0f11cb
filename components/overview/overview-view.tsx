'use client'

import { ChevronRight } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { CSSProperties } from 'react'
import { AnalysisLine } from '@/components/analysis/analysis-line'
import { Findings } from '@/components/overview/findings'
import { OverviewRowView, rowColumns, verdictRoom } from '@/components/overview/overview-row'
import { shapeRows } from '@/components/overview/row-shape'
import { useOverview } from '@/components/overview/use-overview'
import { RecordedRequests } from '@/components/requests/recorded-requests'
import { usePageAddress } from '@/components/shell/page-state'
import { useLocalText, useRecording } from '@/components/shell/recordings'
import { Segment } from '@/components/ui/segment'
import { EmptyState, ErrorState, SkeletonRows, StaleBar } from '@/components/ui/states'
import type { Overview } from '@/lib/api/overview'

// Who comes for the ways in needs no list of findings.
const AnalysisView = dynamic(() => import('@/components/analysis/analysis-view').then((module) => module.AnalysisView), {
  loading: () => <SkeletonRows rows={8} height={48} />,
})

/** Requests listed here, so that what needs a look below stays in view; the Requests view has all. */
const RECORDED_AT_MOST = 6

/** Nodes of one cluster mostly begin alike: what tells them apart is at the end. */
const tailOf = (node: string): string => (node.length > 7 ? `…${node.slice(-5)}` : node)

const sides = ['all', 'outside', 'pods', 'analysis'] as const

/** The Path view without a question: every way in and out, the recorded requests, and what needs a look. */
export function OverviewView() {
  const t = useTranslations('overview')
  const { state, update } = usePageAddress()
  const { data, error, isPending, refetch } = useOverview()
  const side = sides.find((one) => one === state.view) ?? 'all'
  return (
    <>
      <div className="flex h-[38px] shrink-0 items-center gap-4 border-edge border-b bg-bar px-3.5 max-lg:h-12 max-sm:h-auto max-sm:flex-wrap max-sm:gap-y-1 max-sm:py-1.5">
        <Summary overview={data} failed={error !== null} opensWalks={side !== 'analysis'} />
        <Segment
          name="side"
          label={t('sides')}
          value={side}
          options={sides.map((value) => ({ value, label: t(`side.${value}`) }))}
          onChange={(value) => update({ view: value === 'all' ? null : value, level: null, namespace: null })}
        />
      </div>
      {error && data ? <StaleBar error={error} onRetry={() => void refetch()} /> : null}
      <div className="flex min-h-0 grow max-[1023px]:flex-col max-[1023px]:overflow-y-auto">
        {side === 'analysis' ? (
          <section
            aria-label={t('side.analysis')}
            className="flex min-h-0 min-w-0 grow flex-col max-[1023px]:min-h-[60vh] max-[1023px]:shrink-0"
          >
            <AnalysisView />
          </section>
        ) : (
          <section
            aria-label={t('ways')}
            style={{ '--verdicts': verdictRoom(data?.nodes.length ?? 0) } as CSSProperties}
            className="min-w-0 grow overflow-y-auto pb-6 max-[1023px]:shrink-0 max-[1023px]:overflow-x-auto max-[1023px]:overflow-y-hidden"
          >
            {error && !data ? <ErrorState what={t('failed')} error={error} onRetry={() => void refetch()} /> : null}
            {isPending && !error ? <SkeletonRows rows={8} height={48} /> : null}
            {data ? <Ways overview={data} side={side} /> : null}
          </section>
        )}
        <aside
          aria-label={t('beside')}
          className="w-[404px] shrink-0 overflow-y-auto border-edge border-l bg-bar max-dock:w-[290px] max-[1023px]:w-full"
        >
          <RecordedSection />
          {data ? <Findings findings={data.findings} /> : null}
          {side === 'analysis' ? null : <AnalysisLine />}
        </aside>
      </div>
    </>
  )
}

function Summary({ overview, failed, opensWalks }: { overview: Overview | undefined; failed: boolean; opensWalks: boolean }) {
  const t = useTranslations('overview')
  const strong = (chunks: React.ReactNode) => <strong className="text-ink">{chunks}</strong>
  if (!overview) return <p className="grow text-ink-2 max-sm:basis-full">{failed ? null : t('reading')}</p>
  const waysIn = overview.rows.filter((row) => row.side === 'outside').length
  return (
    <>
      <p className="min-w-0 grow truncate max-sm:basis-full">
        <strong>{t('summary', { waysIn, waysOut: overview.rows.length - waysIn })}</strong>{' '}
        {opensWalks ? <span className="text-ink-3">· {t('opensWalk')}</span> : null}
      </p>
      <p className="flex gap-3.5 whitespace-nowrap text-meta text-ink-2 max-dock:hidden">
        <span>{t.rich('nodes', { count: overview.counts.nodes, strong })}</span>
        <span>{t.rich('pods', { count: overview.counts.pods, strong })}</span>
        <span>{t.rich('proxies', { count: overview.counts.proxies, strong })}</span>
        {overview.kubeProxy ? <span>{t.rich('kubeProxy', { mode: overview.kubeProxy, strong })}</span> : null}
        {overview.istio ? <span>{t.rich('istio', { version: overview.istio, strong })}</span> : null}
      </p>
    </>
  )
}

function Ways({ overview, side }: { overview: Overview; side: Exclude<(typeof sides)[number], 'analysis'> }) {
  const t = useTranslations('overview')
  const outside = overview.rows.filter((row) => row.side === 'outside')
  const pods = overview.rows.filter((row) => row.side === 'pod')
  if (overview.rows.length === 0) return <EmptyState title={t('empty')}>{t('emptyWhy')}</EmptyState>
  return (
    <>
      {side !== 'pods' && outside.length > 0 ? (
        <>
          <div className={`grid h-8 min-w-min items-end px-5 pb-0.5 text-meta text-ink-2 ${rowColumns}`} aria-hidden>
            <span>{t('column.entry')}</span>
            <span />
            <span>{t('column.host')}</span>
            <span />
            <span>{t('column.route')}</span>
            <span />
            <span>{t('column.destination')}</span>
            <span className="flex pl-2">
              {overview.nodes.map((node) => (
                <span key={node} className="w-[44px] shrink-0 text-center tracking-tight whitespace-nowrap" title={node}>
                  {tailOf(node)}
                </span>
              ))}
            </span>
          </div>
          <ul aria-label={t('side.outside')}>
            {shapeRows(outside).map((shape) => (
              <OverviewRowView key={shape.row.id} shape={shape} nodes={overview.nodes} />
            ))}
          </ul>
        </>
      ) : null}
      {side !== 'outside' && pods.length > 0 ? (
        <>
          <h2 className="px-5 pt-4 pb-1 text-meta text-ink-2">{t('side.pods')}</h2>
          <ul aria-label={t('side.pods')}>
            {shapeRows(pods).map((shape) => (
              <OverviewRowView key={shape.row.id} shape={shape} nodes={overview.nodes} />
            ))}
          </ul>
        </>
      ) : null}
      {overview.leftOut > 0 ? <p className="px-5 pt-3 text-ink-2">{t('leftOut', { count: overview.leftOut })}</p> : null}
    </>
  )
}

function RecordedSection() {
  const t = useTranslations('overview')
  const { state, href } = usePageAddress()
  const local = useLocalText()
  const recording = useRecording()
  return (
    <section aria-labelledby="recorded">
      <h2 id="recorded" className="flex items-baseline gap-2 border-edge border-b px-4 py-2.5 text-lead font-semibold">
        {t('recordedRequests')}
        <span className="text-meta font-normal text-ink-3 max-dock:hidden">{t('reallySent')}</span>
      </h2>
      {recording ? <p className="border-edge border-b px-4 py-2 text-ink-2">{local(recording.about)}</p> : null}
      <RecordedRequests most={RECORDED_AT_MOST} />
      {recording && recording.requests.length > RECORDED_AT_MOST ? (
        <Link
          href={href('/requests', { recording: recording.name, freeze: state.freeze })}
          prefetch={false}
          className="flex items-center justify-between border-edge border-t px-4 py-2 max-lg:py-2.5 font-medium hover:bg-hover"
        >
          {t('allRecorded', { count: recording.requests.length })}
          <ChevronRight size={14} className="text-ink-3" aria-hidden />
        </Link>
      ) : null}
      {recording && recording.requests.length === 0 ? <p className="px-4 py-3 text-ink-2">{t('noRequests')}</p> : null}
    </section>
  )
}
