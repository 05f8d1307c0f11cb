'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react'
import { useNetfilterAddress } from '@/components/netfilter/address'
import type { ChosenChain } from '@/components/netfilter/chosen-chain'
import { FlowRowView } from '@/components/netfilter/flow-row'
import type { Hits, Visit } from '@/components/netfilter/hits'
import type { RailPart } from '@/components/netfilter/rail'
import { type FlowRow, flowRows } from '@/components/netfilter/rows'
import type { OutlineDump } from '@/lib/api/netfilter-view'
import type { HookName } from '@/lib/netfilter/model'

const HEIGHTS: Record<FlowRow['type'], number> = { packet: 26, hook: 29, chain: 26, more: 26, routing: 32, gap: 12 }

/** The first and the last row that the flow's line reaches. */
function lineOf(rows: readonly FlowRow[], visit: Visit | null): [first: number, last: number] {
  const met = (row: FlowRow) => row.type === 'packet' || (row.type === 'chain' && row.matched !== null)
  return [rows.findIndex((row) => row.type !== 'gap'), visit === null ? -1 : rows.findLastIndex(met)]
}

/** The way through the hooks; only the rows in view are in the document. ↑ ↓ go from chain to chain. */
export function FlowPane({
  dump,
  visit,
  hits,
  chosen,
}: {
  dump: OutlineDump
  visit: Visit | null
  hits: Hits | null
  chosen: ChosenChain | null
}) {
  const t = useTranslations('rules')
  const { update } = useNetfilterAddress()
  const [open, setOpen] = useState<ReadonlySet<HookName>>(new Set())
  const rows = useMemo(() => flowRows({ dump, visit, open }), [dump, visit, open])
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => HEIGHTS[rows[index]?.type ?? 'gap'],
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 20,
  })
  const toggle = useCallback(
    (hook: HookName) => setOpen((now) => new Set(now.has(hook) ? [...now].filter((one) => one !== hook) : [...now, hook])),
    [],
  )
  const choose = useCallback((table: string, chain: string) => update({ table, chain, rule: null }), [update])
  const isChosen = (row: FlowRow) => row.type === 'chain' && row.table === chosen?.table && row.chain.name === chosen.chain
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    const chains = rows.filter((row) => row.type === 'chain')
    const next = chains[Math.max(0, Math.min(chains.length - 1, chains.findIndex(isChosen) + step))]
    if (!next) return
    event.preventDefault()
    choose(next.table, next.chain.name)
    virtual.scrollToIndex(rows.indexOf(next))
    box.current?.querySelector<HTMLElement>(`[data-chain="${CSS.escape(next.key)}"]`)?.focus()
  }
  const [first, last] = useMemo(() => lineOf(rows, visit), [rows, visit])
  const part = (index: number): RailPart => {
    if (index === first) return 'start'
    if (index < last) return 'through'
    if (index > last) return 'none'
    return visit?.left ? 'end' : visit?.verdict && visit.verdict.kind !== 'delivered' ? 'stop' : 'in'
  }
  return (
    <section
      ref={box}
      aria-label={t('flow')}
      className="w-[512px] shrink-0 overflow-y-auto border-edge border-r bg-canvas py-2 pr-3.5 max-dock:h-[42%] max-dock:w-full max-dock:border-r-0 max-dock:border-b"
    >
      <div
        role="group"
        aria-label={t('chains')}
        onKeyDown={press}
        className="relative rounded-card"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, key, start, size }) => {
          const row = rows[index]
          return row ? (
            <div key={key} className="absolute inset-x-0" style={{ top: start, height: size }}>
              <FlowRowView
                row={row}
                rail={visit === null ? null : part(index)}
                hits={hits}
                chosen={isChosen(row)}
                onChain={choose}
                onToggle={toggle}
              />
            </div>
          ) : null
        })}
      </div>
    </section>
  )
}
