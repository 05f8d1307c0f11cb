'use client'

import { useTranslations } from 'next-intl'
import { FindingList } from '@/components/analysis/finding-list'
import { levels, namespacesOf, WITHOUT_NAMESPACE, wantedOf } from '@/components/analysis/shown'
import { UndecidedChecks } from '@/components/analysis/undecided-checks'
import { useAnalysis } from '@/components/analysis/use-analysis'
import { CopyButton } from '@/components/proxies/command'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import { Button } from '@/components/ui/button'
import { Segment } from '@/components/ui/segment'
import { EmptyState, ErrorState, SkeletonRows, StaleBar } from '@/components/ui/states'
import type { AnalysisAnswer } from '@/lib/api/analysis'

/** What `istioctl analyze` finds in the configuration: filtered by level and namespace, errors first. */
export function AnalysisView() {
  const t = useTranslations('analysis')
  const recording = useRecording()?.name ?? null
  const { data, error, isPending, refetch } = useAnalysis(recording)
  return (
    <>
      {data ? <Filters answer={data} /> : null}
      {error && data ? <StaleBar error={error} onRetry={() => void refetch()} /> : null}
      {error && !data ? <ErrorState what={t('failed')} error={error} onRetry={() => void refetch()} /> : null}
      {isPending && !error ? <SkeletonRows rows={8} height={48} /> : null}
      {data ? <Found answer={data} recording={recording} /> : null}
    </>
  )
}

function Filters({ answer: { findings } }: { answer: AnalysisAnswer }) {
  const t = useTranslations('analysis')
  const { state, update } = usePageAddress()
  const ofNamespace = wantedOf(findings, { level: null, namespace: state.namespace })
  const countOf = (level: (typeof levels)[number]) => ofNamespace.filter((one) => one.level === level).length
  const shown = wantedOf(findings, state)
  return (
    <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2.5 border-edge border-b px-5 py-1.5">
      <Segment
        name="level"
        label={t('byLevel')}
        value={state.level ?? 'all'}
        options={[
          { value: 'all' as const, label: `${t('level.all')} ${ofNamespace.length}` },
          ...levels.map((value) => ({ value, label: `${t(`level.${value}`)} ${countOf(value)}` })),
        ]}
        onChange={(level) => update({ level: level === 'all' ? null : level })}
      />
      <select
        aria-label={t('byNamespace')}
        value={state.namespace ?? ''}
        onChange={(event) => update({ namespace: event.target.value || null })}
        className="h-7 max-w-44 rounded-card border border-edge bg-card px-2 font-medium max-lg:h-9"
      >
        <option value="">{t('allNamespaces')}</option>
        {namespacesOf(findings).map((namespace) => (
          <option key={namespace} value={namespace}>
            {namespace === WITHOUT_NAMESPACE ? t('withoutNamespace') : namespace}
          </option>
        ))}
      </select>
      <span className="ml-auto flex items-center gap-1.5 text-ink-2">
        <code lang="en" className="font-mono text-rule max-dock:hidden">
          istioctl analyze --all-namespaces
        </code>
        <CopyButton text={shown.map(({ line }) => `${line}\n`).join('')} label={t('copyAll')} />
      </span>
    </div>
  )
}

function Found({ answer: { findings, undecided }, recording }: { answer: AnalysisAnswer; recording: string | null }) {
  const t = useTranslations('analysis')
  const { state, update } = usePageAddress()
  const shown = wantedOf(findings, state)
  if (shown.length > 0) return <FindingList findings={shown} undecided={undecided} recording={recording} asked={state.level} />
  return (
    <div className="min-h-0 grow overflow-y-auto pb-6">
      {findings.length === 0 ? (
        <EmptyState title={t('empty')}>{t('emptyWhy')}</EmptyState>
      ) : (
        <EmptyState title={t('none')} action={<Button onClick={() => update({ level: null, namespace: null })}>{t('clear')}</Button>}>
          {t('noneWhy')}
        </EmptyState>
      )}
      <UndecidedChecks undecided={undecided} />
    </div>
  )
}
