'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useDeferredValue } from 'react'
import { useProxiesAddress } from '@/components/proxies/address'
import { CopyButton } from '@/components/proxies/command'
import { ProxyHeader } from '@/components/proxies/proxy-header'
import { Button, IconButton } from '@/components/ui/button'
import { SearchField } from '@/components/ui/search-field'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import type { ConfigKind } from '@/lib/api/proxy-config'
import { ConfigTable } from './config-table'
import { JsonText } from './json-text'
import { useConfig, useConfigResource } from './use-config'

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
          {data ? t('count', { shown: data.rows.length, total: data.total }) : null}
        </p>
        {data ? (
          <span className="ml-auto min-w-0 truncate font-mono text-ink-3 text-rule" title={data.entry}>
            {data.entry}
          </span>
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
          {state.pointer !== null ? <Resource proxy={proxy} kind={kind} pointer={state.pointer} /> : null}
        </div>
      )}
    </>
  )
}

function Resource({ proxy, kind, pointer }: { proxy: string; kind: ConfigKind; pointer: string }) {
  const t = useTranslations('config')
  const { update } = useProxiesAddress()
  const { data, error, isPending, refetch } = useConfigResource(proxy, kind, pointer)
  return (
    <aside
      aria-label={t('resource')}
      className="flex w-[48%] min-w-0 shrink-0 flex-col border-edge border-l bg-bar max-dock:h-1/2 max-dock:w-full"
    >
      <header className="flex min-h-9 items-center gap-2 border-edge border-b px-3 py-1">
        <code className="min-w-0 truncate font-mono text-rule" title={pointer}>
          {pointer}
        </code>
        <span className="ml-auto" />
        {data ? <CopyButton text={data.text} label={t('copy')} className="text-ink-2" /> : null}
        <IconButton label={t('close')} onClick={() => update({ pointer: null })}>
          <X size={14} aria-hidden />
        </IconButton>
      </header>
      {error ? (
        <ErrorState what={t('failedResource')} error={error} onRetry={() => void refetch()} />
      ) : isPending || !data ? (
        <SkeletonRows rows={12} height={24} />
      ) : (
        <JsonText key={pointer} text={data.text} label={pointer} />
      )}
    </aside>
  )
}
