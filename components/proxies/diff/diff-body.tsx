'use client'

import { useTranslations } from 'next-intl'
import { useProxiesAddress } from '@/components/proxies/address'
import { SplitDiff } from '@/components/proxies/diff/split-diff'
import { UnifiedDiff } from '@/components/proxies/diff/unified-diff'
import { useDiffResource, useDiffResources, useDiffUnified } from '@/components/proxies/use-proxies'
import { Kbd } from '@/components/ui/kbd'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import type { DiffResource } from '@/lib/api/diff'
import type { DiffType } from '@/lib/istio/diff/dump'
import { unifiedDiff } from '@/lib/istio/diff/unified'

/** The comparison itself: one resource split, or the whole type as istioctl prints it; in YAML one resource either way. */
export function DiffBody({ proxy, type, resource }: { proxy: string; type: DiffType; resource: string | null }) {
  const t = useTranslations('proxies')
  const { state } = useProxiesAddress()
  const unified = state.mode === 'unified'
  const whole = unified && state.format === 'json'
  const { data, error: failed, refetch } = useDiffResources(proxy, type)
  const one = useDiffResource(proxy, type, whole ? null : resource, state.format)
  const all = useDiffUnified(proxy, type, whole)
  const error = failed ?? (whole ? all.error : one.error)
  if (error) {
    return (
      <div className="grow">
        <ErrorState
          what={t('diff.failed')}
          error={error}
          onRetry={() => void Promise.all([refetch(), whole ? all.refetch() : one.refetch()])}
        />
      </div>
    )
  }
  if (!data || (whole ? !all.data : resource !== null && !one.data)) {
    return (
      <div className="grow">
        <SkeletonRows rows={16} height={28} />
      </div>
    )
  }
  if (whole && data.match) return <Wide title={t('diff.match', { what: t(`diff.type.${type}`) })}>{t('diff.matchWhy')}</Wide>
  if (!whole && resource === null) return <Wide title={t('diff.none', { what: t(`diff.type.${type}`) })}>{t('diff.noneWhy')}</Wide>
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
      aria-label={t('diff.lines')}
      className="min-h-0 min-w-0 grow overflow-auto p-3.5"
    >
      <div className={`overflow-hidden rounded-frame border border-edge bg-card ${unified ? 'w-max min-w-full' : ''}`}>
        {unified ? (
          <UnifiedDiff text={whole ? (all.data?.unified ?? '') : resourceUnified(one.data, resource ?? '')} />
        ) : (
          <>
            <div className="grid h-8 grid-cols-2 items-center border-edge-2 border-b bg-bar">
              <span className="truncate px-3.5">
                <strong>{t('diff.wouldSend')}</strong> <span className="text-ink-2">{data.istiod}</span>
              </span>
              <span className="truncate border-edge border-l px-3.5">
                <strong>{t('diff.envoyHas')}</strong> <span className="text-ink-2">{resource}</span>
              </span>
            </div>
            {one.data ? (
              <SplitDiff
                key={`${type} ${resource} ${state.format}`}
                sent={one.data.sent}
                active={one.data.active}
                indent={state.format === 'json' ? 4 : 2}
              />
            ) : null}
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
        <span>{t(whole ? 'diff.asIstioctl' : 'diff.dropped')}</span>
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

const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'))

/** One resource as a unified diff; all of its lines where the two are the same. */
function resourceUnified(resource: DiffResource | undefined, name: string): string {
  const { sent = '', active = '' } = resource ?? {}
  return unifiedDiff(linesOf(sent), linesOf(active), `Istiod ${name}`, `Envoy ${name}`) || active
}
