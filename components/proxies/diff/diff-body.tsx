'use client'

import { useTranslations } from 'next-intl'
import { useProxiesAddress } from '@/components/proxies/address'
import type { DiffResource } from '@/components/proxies/diff/resources'
import { SplitDiff } from '@/components/proxies/diff/split-diff'
import { UnifiedDiff } from '@/components/proxies/diff/unified-diff'
import { useDiff } from '@/components/proxies/use-proxies'
import { Kbd } from '@/components/ui/kbd'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import type { DiffType } from '@/lib/istio/diff/dump'

/** The comparison itself: one resource split, or the whole type as istioctl prints it. */
export function DiffBody({ proxy, type, resource }: { proxy: string; type: DiffType; resource: DiffResource | null }) {
  const t = useTranslations('proxies')
  const { state } = useProxiesAddress()
  const { data, error, isPending, refetch } = useDiff(proxy, type)
  if (error) {
    return (
      <div className="grow">
        <ErrorState what={t('diff.failed')} error={error} onRetry={() => void refetch()} />
      </div>
    )
  }
  if (isPending || !data) {
    return (
      <div className="grow">
        <SkeletonRows rows={16} height={28} />
      </div>
    )
  }
  const unified = state.mode === 'unified'
  if (unified && data.match) return <Wide title={t('diff.match', { what: t(`diff.type.${type}`) })}>{t('diff.matchWhy')}</Wide>
  if (!unified && !resource) return <Wide title={t('diff.none', { what: t(`diff.type.${type}`) })}>{t('diff.noneWhy')}</Wide>
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
      aria-label={t('diff.lines')}
      className="min-h-0 min-w-0 grow overflow-auto p-3.5"
    >
      <div className={`overflow-hidden rounded-frame border border-edge bg-card ${unified ? 'w-max min-w-full' : ''}`}>
        {unified ? (
          <UnifiedDiff text={data.unified} />
        ) : (
          <>
            <div className="grid h-8 grid-cols-2 items-center border-edge-2 border-b bg-bar">
              <span className="truncate px-3.5">
                <strong>{t('diff.wouldSend')}</strong> <span className="text-ink-2">{data.istiod}</span>
              </span>
              <span className="truncate border-edge border-l px-3.5">
                <strong>{t('diff.envoyHas')}</strong> <span className="text-ink-2">{resource?.name}</span>
              </span>
            </div>
            {resource ? <SplitDiff key={`${type} ${resource.name}`} sent={resource.sent} active={resource.active} /> : null}
          </>
        )}
      </div>
      <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-3 text-meta">
        <span>
          <b className="text-trace">+</b> {t(unified ? 'diff.onlyEnvoy' : 'diff.onlyIstiod')}
        </span>
        <span>
          <b className="text-dropped">−</b> {t(unified ? 'diff.onlyIstiod' : 'diff.onlyEnvoy')}
        </span>
        <span>{t(unified ? 'diff.asIstioctl' : 'diff.dropped')}</span>
        <span className="ml-auto flex items-center gap-1.5">
          <Kbd>n</Kbd>
          <Kbd>p</Kbd> {t('keys.jump')}
        </span>
      </p>
    </section>
  )
}

function Wide({ title, children }: { title: string; children: string }) {
  return (
    <div className="grow">
      <EmptyState title={title}>{children}</EmptyState>
    </div>
  )
}
