'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { type SortKey, useProxiesAddress } from '@/components/proxies/address'
import { COLUMNS } from '@/components/proxies/columns'
import { ProxyTableRow } from '@/components/proxies/proxy-row'
import type { ProxyRow } from '@/components/proxies/rows'
import { xdsTypes } from '@/lib/istio/syncz/model'

const ROW_HEIGHT = 37
const OPEN_HEIGHT = 220

const columns: { key: SortKey; label: string }[] = [
  { key: 'name', label: 'name' },
  ...xdsTypes.map((type) => ({ key: type, label: type })),
  { key: 'istiod', label: 'istiod' },
  { key: 'version', label: 'version' },
  { key: 'certificate', label: 'certificate' },
]

/** The table; only the rows in view are in the document. ↑ ↓ move between rows, Enter opens, d compares. */
export function ProxyTable({ rows, now }: { rows: readonly ProxyRow[]; now: string | null }) {
  const t = useTranslations('proxies')
  const { state, update } = useProxiesAddress()
  const scroller = useRef<HTMLDivElement>(null)
  const wanted = useRef<number | null>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.id === state.open ? OPEN_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
  })

  const focusRow = (index: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, index))
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${next}"] [data-row-button]`)
    if (row) row.focus()
    else {
      wanted.current = next
      virtual.scrollToIndex(next)
    }
  }
  // A row that was out of view gets the focus once it is there.
  useEffect(() => {
    if (wanted.current === null) return
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"] [data-row-button]`)
    if (!row) return
    wanted.current = null
    row.focus()
  })
  const press = (event: KeyboardEvent) => {
    const index = Number((event.target as Element).closest('[data-row]')?.getAttribute('data-row') ?? Number.NaN)
    if (Number.isNaN(index) || event.metaKey || event.ctrlKey || event.altKey) return
    if (event.key === 'ArrowDown') focusRow(index + 1)
    else if (event.key === 'ArrowUp') focusRow(index - 1)
    else if (event.key === 'Home') focusRow(0)
    else if (event.key === 'End') focusRow(rows.length - 1)
    else if (event.key === 'd') update({ diff: rows[index]?.id ?? null })
    else if (event.key === 'Escape' && state.open) {
      update({ open: null })
      focusRow(index)
    } else return
    event.preventDefault()
  }

  return (
    <div ref={scroller} className="@container min-h-0 overflow-auto rounded-frame border border-edge bg-card">
      {/* No <table>: rows that are out of view are not in the document. */}
      <div role="table" aria-label={t('title')} aria-rowcount={rows.length + 1} onKeyDown={press} className="min-w-[940px]">
        <div role="rowgroup" className="sticky top-0 z-10 border-edge-2 border-b bg-bar">
          <div role="row" aria-rowindex={1} tabIndex={-1} className={`${COLUMNS} h-8 pr-3 text-ink-2`}>
            <span role="columnheader" tabIndex={-1}>
              <span className="sr-only">{t('column.open')}</span>
            </span>
            {columns.map(({ key, label }) => (
              <SortHead key={key} sort={key} label={t(`column.${label}`)} />
            ))}
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]
            return row ? (
              <div
                key={item.key}
                ref={virtual.measureElement}
                role="presentation"
                data-index={item.index}
                data-row={item.index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <ProxyTableRow row={row} index={item.index} now={now} last={item.index === rows.length - 1} />
              </div>
            ) : null
          })}
        </div>
      </div>
    </div>
  )
}

/** A column's head: sorts by it, a second time the other way round, a third time by the worst again. */
function SortHead({ sort, label }: { sort: SortKey; label: string }) {
  const { state, update } = useProxiesAddress()
  const active = state.sort === sort
  const Icon = state.reverse ? ChevronUp : ChevronDown
  const next = !active ? { sort, reverse: false } : state.reverse ? ({ sort: 'worst', reverse: false } as const) : { reverse: true }
  return (
    <span role="columnheader" tabIndex={-1} aria-sort={active ? (state.reverse ? 'descending' : 'ascending') : 'none'} className="min-w-0">
      <button
        type="button"
        onClick={() => update(next)}
        className={`inline-flex items-center gap-1 font-medium hover:text-ink ${active ? 'text-ink' : ''}`}
      >
        {label}
        {active ? <Icon size={12} aria-hidden /> : null}
      </button>
    </span>
  )
}
