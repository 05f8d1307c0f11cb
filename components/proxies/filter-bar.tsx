'use client'

import { Ban, Check, CircleQuestionMark, Clock, Download, TriangleAlert, Unplug } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FilterState, filterStates, useProxiesAddress } from '@/components/proxies/address'
import { Command } from '@/components/proxies/command'
import { csvOf } from '@/components/proxies/csv'
import type { ProxyRow } from '@/components/proxies/rows'
import { Button } from '@/components/ui/button'
import { SearchField } from '@/components/ui/search-field'

const icons = { error: Ban, stale: TriangleAlert, notSent: Clock, disconnected: Unplug, untold: CircleQuestionMark, synced: Check } as const

/** Filter by name, state and namespace; the command that asks the same; the rows as CSV. */
export function FilterBar({
  counts,
  namespaces,
  rows,
  now,
}: {
  counts: Record<FilterState, number>
  namespaces: readonly string[]
  rows: readonly ProxyRow[]
  now: string | null
}) {
  const t = useTranslations('proxies')
  const { state, update } = useProxiesAddress()
  return (
    <div className="flex min-h-[52px] shrink-0 flex-wrap items-center gap-2.5 border-edge border-b bg-bar px-3.5 py-1.5">
      <h1 className="sr-only">{t('title')}</h1>
      <SearchField label={t('filter')} value={state.name} onChange={(name) => update({ name })} className="w-60 max-dock:w-48" />
      <fieldset className="flex h-7 shrink-0 items-center rounded-card bg-sunken p-0.5 ring-1 ring-edge">
        <legend className="sr-only">{t('byState')}</legend>
        {filterStates.map((one) => {
          if (one !== 'all' && one !== state.state && counts[one] === 0) return null
          const Icon = one === 'all' ? null : icons[one]
          return (
            <label
              key={one}
              className="flex h-6 cursor-pointer items-center gap-1.5 whitespace-nowrap rounded-small px-2 text-meta text-ink-2 hover:text-ink has-checked:bg-card has-checked:font-semibold has-checked:text-ink has-checked:shadow-card has-focus-visible:outline-2 has-focus-visible:outline-focus"
            >
              <input
                type="radio"
                name="proxy-state"
                className="sr-only"
                checked={one === state.state}
                onChange={() => update({ state: one })}
              />
              {Icon ? <Icon size={12} aria-hidden /> : null}
              {t(`filterState.${one}`)} {counts[one]}
            </label>
          )
        })}
      </fieldset>
      <select
        aria-label={t('byNamespace')}
        value={state.namespace ?? ''}
        onChange={(event) => update({ namespace: event.target.value || null })}
        className="h-7 max-w-44 rounded-card border border-edge bg-card px-2 font-medium"
      >
        <option value="">{t('allNamespaces')}</option>
        {namespaces.map((namespace) => (
          <option key={namespace}>{namespace}</option>
        ))}
      </select>
      <div className="ml-auto flex items-center gap-2.5">
        <Command text="istioctl proxy-status" className="max-dock:hidden" />
        <Button onClick={() => download(csvOf(rows, now))}>
          <Download size={13} aria-hidden /> CSV
        </Button>
      </div>
    </div>
  )
}

function download(csv: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: 'proxies.csv' })
  link.click()
  URL.revokeObjectURL(url)
}
