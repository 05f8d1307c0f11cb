'use client'

import { Braces } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useDeferredValue } from 'react'
import { useProxiesAddress } from '@/components/proxies/address'
import { ConfigTable } from '@/components/proxies/config/config-table'
import { ResourcePane } from '@/components/proxies/config/resource-pane'
import { useConfig } from '@/components/proxies/config/use-config'
import { ProxyHeader } from '@/components/proxies/proxy-header'
import { Button } from '@/components/ui/button'
import { SearchField } from '@/components/ui/search-field'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import type { ConfigKind } from '@/lib/api/proxy-config'

/** What one Envoy has, by kind: the table that istioctl prints, its rows linked to what they lead to, and each resource as JSON. */
export function ConfigView({ proxy, kind }: { proxy: string; kind: ConfigKind }) {
  const t = useTranslations('config')
  const { state, update } = useProxiesAddress()
  const q = useDeferredValue(state.q)
  const { data, error, isPending, refetch } = useConfig(proxy, kind, q)
  return (
    <>
      <ProxyHeader proxy={proxy} />
      <div className="flex min-h-[38px] shrink-0 flex-wrap items-center gap-3 border-edge border-b bg-bar px-3.5 py-1">
        <SearchField label={t('filter')} value={state.q} onChange={(q) => update({ q })} className="w-80 max-dock:w-60" />
        <p aria-live="polite" className="text-ink-2">
          {data ? t('count', { shown: data.found, total: data.total }) : null}
          {data && data.rows.length < data.found ? ` · ${t('first', { count: data.rows.length })}` : null}
        </p>
        {data ? (
          <>
            <span className="ml-auto min-w-0 truncate font-mono text-ink-3 text-rule" title={data.entry}>
              {data.entry}
            </span>
            <Button onClick={() => update({ pointer: '' })}>
              <Braces size={13} aria-hidden /> {t('wholeDump')}
            </Button>
          </>
        ) : null}
      </div>
      {error && !data ? (
        <ErrorState what={t('failed')} error={error} onRetry={() => void refetch()} />
      ) : isPending || !data ? (
        <SkeletonRows rows={12} height={30} />
      ) : (
        <div className="flex min-h-0 grow max-dock:flex-col">
          {data.rows.length > 0 ? (
            <ConfigTable answer={data} />
          ) : (
            <EmptyState
              title={t(data.total > 0 ? 'noMatch' : 'none', { kind: t(`kind.${kind}`) })}
              action={data.total > 0 ? <Button onClick={() => update({ q: '' })}>{t('showAll')}</Button> : undefined}
            />
          )}
          {state.pointer !== null ? <ResourcePane address={{ proxy, kind, pointer: state.pointer }} /> : null}
        </div>
      )}
    </>
  )
}
