'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useProxiesAddress } from '@/components/proxies/address'
import { useDiffResources } from '@/components/proxies/use-proxies'
import { SearchField } from '@/components/ui/search-field'
import type { DiffResources } from '@/lib/api/diff'
import type { DiffType, diffTypes } from '@/lib/istio/diff/dump'

const xdsOf: Record<DiffType, string> = { listeners: 'LDS', clusters: 'CDS', routes: 'RDS' }
const order: readonly DiffType[] = ['listeners', 'clusters', 'routes'] satisfies (typeof diffTypes)[number][]
const signs = { changed: '≠', removed: '+', added: '−', same: '=' } as const
/** The comparison's words are istioctl's: removed is what Envoy lacks. */
const words = { changed: 'changed', removed: 'sent', added: 'active', same: 'same' } as const

type Resource = DiffResources['resources'][number]
/** Equal resources that are listed before "n more". */
const EQUAL_SHOWN = 5

/** All resources by type: those that differ first, the equal ones behind them. */
export function ResourceList({ proxy, type, selected }: { proxy: string; type: DiffType; selected: string | null }) {
  const t = useTranslations('proxies')
  const [find, setFind] = useState('')
  return (
    <aside
      aria-label={t('diff.resources')}
      className="w-[277px] shrink-0 overflow-y-auto border-edge border-r bg-bar px-3.5 py-3 max-dock:w-[220px]"
    >
      <SearchField label={t('diff.find')} value={find} onChange={setFind} className="mb-3" />
      {order.map((one) => (
        <TypeSection key={one} proxy={proxy} type={one} find={find.toLowerCase()} selected={one === type ? selected : null} />
      ))}
      <p className="mt-3 rounded-card border border-edge-ctl border-dashed p-2.5 text-ink-2 text-meta">{t('diff.leftOut')}</p>
    </aside>
  )
}

function TypeSection({ proxy, type, find, selected }: { proxy: string; type: DiffType; find: string; selected: string | null }) {
  const t = useTranslations('proxies')
  const { data, error } = useDiffResources(proxy, type)
  const [all, setAll] = useState(false)
  const resources = data?.resources ?? []
  const differ = resources.filter((resource) => resource.change !== 'same').length
  const found = resources.filter((resource) => resource.name.toLowerCase().includes(find))
  const limit = all || find ? found.length : differ + EQUAL_SHOWN
  return (
    <section className="mb-4">
      <h2 className="mb-1 flex items-center gap-2">
        <span className="rounded-tag border border-edge-2 px-1 font-mono text-[9.5px] leading-[14px]">{xdsOf[type]}</span>
        <strong>{t(`diff.type.${type}`)}</strong>
        <span className="ml-auto text-ink-3 text-meta">
          {error ? t('diff.notRead') : null}
          {data && differ > 0 ? (
            <>
              <b className="text-dropped">{t('diff.differ', { count: differ })}</b> {t('diff.of', { count: resources.length })}
            </>
          ) : null}
          {data && differ === 0 ? t('diff.allSame', { count: resources.length }) : null}
        </span>
      </h2>
      <ul>
        {found.slice(0, limit).map((resource) => (
          <ResourceItem key={resource.name} resource={resource} type={type} current={resource.name === selected} />
        ))}
      </ul>
      {found.length > limit ? (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="flex h-6 items-center gap-2 px-1 font-mono text-ink-3 text-rule hover:text-ink"
        >
          <span aria-hidden>…</span> {t('diff.more', { count: found.length - limit })}
        </button>
      ) : null}
    </section>
  )
}

function ResourceItem({ resource, type, current }: { resource: Resource; type: DiffType; current: boolean }) {
  const t = useTranslations('proxies')
  const { update } = useProxiesAddress()
  const same = resource.change === 'same'
  return (
    <li>
      <button
        type="button"
        aria-current={current || undefined}
        onClick={() => update({ type, resource: resource.name })}
        title={`${resource.name}\n${t(`diff.change.${words[resource.change]}`)}`}
        className={`-mx-3.5 flex h-6 w-[calc(100%+28px)] items-center gap-2 border-l-2 px-3.5 text-left font-mono text-rule hover:bg-hover ${
          current ? 'border-trace bg-trace-bg font-semibold' : 'border-transparent'
        }`}
      >
        <span
          aria-hidden
          className={`w-2.5 shrink-0 ${same ? 'text-ink-3' : `font-bold ${resource.change === 'removed' ? 'text-trace' : 'text-dropped'}`}`}
        >
          {signs[resource.change]}
        </span>
        <span className="sr-only">{t(`diff.change.${words[resource.change]}`)}</span>
        <span className="truncate">{resource.name || t('diff.noName')}</span>
      </button>
    </li>
  )
}
