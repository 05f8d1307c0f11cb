'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { diffModes, useProxiesAddress } from '@/components/proxies/address'
import { DiffBody } from '@/components/proxies/diff/diff-body'
import { ResourceList } from '@/components/proxies/diff/resource-list'
import { ProxyHeader } from '@/components/proxies/proxy-header'
import type { ProxyRow } from '@/components/proxies/rows'
import { StateMark } from '@/components/proxies/sync-cell'
import { useDiffResources } from '@/components/proxies/use-proxies'
import { isTyping } from '@/components/shell/shortcuts'
import { Segment } from '@/components/ui/segment'
import { diffFormats } from '@/lib/api/diff'
import { ageAt } from '@/lib/istio/age'
import type { DiffType } from '@/lib/istio/diff/dump'

const xdsOf = { listeners: 'LDS', clusters: 'CDS', routes: 'RDS' } as const

/** "istiod and Envoy, side by side": what istiod would send to a proxy against what its Envoy runs. */
export function DiffView({ proxy, row, now }: { proxy: string; row: ProxyRow | null; now: string | null }) {
  const t = useTranslations('proxies')
  const { state, update } = useProxiesAddress()
  const type = state.type ?? worstType(row)
  const { data } = useDiffResources(proxy, type)
  const resources = data?.resources ?? []
  const differ = resources.filter(({ change }) => change !== 'same').length
  const resource = resources.find((one) => one.name === state.resource) ?? resources[0] ?? null
  const cell = row?.sync?.[xdsOf[type]]
  const view = useRef<HTMLDivElement>(null)
  useJumps(view)
  return (
    <div ref={view} className="flex min-h-0 grow flex-col">
      <ProxyHeader proxy={proxy} />
      <div className="flex min-h-[38px] shrink-0 flex-wrap items-center gap-2.5 border-edge border-b bg-bar px-3.5 py-1">
        {cell && cell.state !== 'SYNCED' && cell.state !== 'IGNORED' ? (
          <span className="pl-1.5">
            <StateMark state={cell.state}>, {xdsOf[type]}</StateMark>
          </span>
        ) : null}
        <p aria-live="polite">
          {data ? <strong>{t('diff.summary', { what: t(`diff.type.${type}`), differ, count: resources.length })}</strong> : null}
          {data?.loadedAt ? (
            <span className="text-ink-3">
              {' '}
              · {t('diff.loaded', { time: data.loadedAt.slice(11, 19), age: ageAt(data.loadedAt, now ?? undefined) ?? '?' })}
            </span>
          ) : null}
        </p>
        <span className="ml-auto flex gap-2">
          <Segment
            name="diff-format"
            label={t('diff.format')}
            value={state.format}
            options={diffFormats.map((format) => ({ value: format, label: format.toUpperCase() }))}
            onChange={(format) => update({ format })}
          />
          <Segment
            name="diff-mode"
            label={t('diff.mode')}
            value={state.mode}
            options={diffModes.map((mode) => ({ value: mode, label: t(`diff.${mode}`) }))}
            onChange={(mode) => update({ mode })}
          />
        </span>
      </div>
      <div className="flex min-h-0 grow">
        <ResourceList proxy={proxy} type={type} selected={resource?.name ?? null} />
        <DiffBody proxy={proxy} type={type} resource={resource?.name ?? null} />
      </div>
    </div>
  )
}

/** The type to open with: the one that Envoy refused or has not taken, else listeners. */
function worstType(row: ProxyRow | null): DiffType {
  const types: DiffType[] = ['listeners', 'clusters', 'routes']
  const withState = (state: string) => types.find((type) => row?.sync?.[xdsOf[type]].state === state)
  return withState('ERROR') ?? withState('STALE') ?? 'listeners'
}

/** n and p go to the next and the previous difference. */
function useJumps(view: React.RefObject<HTMLDivElement | null>) {
  const at = useRef(-1)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.key !== 'n' && event.key !== 'p') || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      const changes = view.current?.querySelectorAll('[data-change]')
      if (!changes || changes.length === 0) return
      at.current = (at.current + (event.key === 'n' ? 1 : -1) + changes.length) % changes.length
      changes[at.current]?.scrollIntoView({ block: 'center' })
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [view])
}
