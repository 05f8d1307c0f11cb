'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { useProxiesAddress } from '@/components/proxies/address'
import type { ConfigAnswer } from '@/lib/api/proxy-config'
import { MAX_LINKS, RowActions } from './row-actions'

const ROW = 30

/** Longer texts get more room: a share by what the first rows hold, in characters. */
function template({ columns, rows }: ConfigAnswer): string {
  const shares = columns.map((column, index) => {
    const longest = rows.slice(0, 200).reduce((most, { cells }) => Math.max(most, cells[index]?.length ?? 0), column.length)
    return `minmax(${Math.min(longest, 18) * 6.4 + 8}px, ${Math.min(longest, 60)}fr)`
  })
  const links = rows.slice(0, 200).reduce((most, row) => Math.max(most, Math.min(row.links.length, MAX_LINKS)), 0)
  return `${shares.join(' ')} ${28 * (links + 1) + 8}px`
}

/** A table of resources; only the rows in view are in the document. */
export function ConfigTable({ answer }: { answer: ConfigAnswer }) {
  const t = useTranslations('config')
  const { state } = useProxiesAddress()
  const { columns, rows } = answer
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 12 })
  const grid = { gridTemplateColumns: template(answer) }
  return (
    <div ref={box} className="min-h-0 min-w-0 grow overflow-auto">
      <div role="table" aria-label={t(`kind.${answer.kind}`)} aria-rowcount={rows.length + 1} className="min-w-[860px]">
        <div role="rowgroup" className="sticky top-0 z-10 border-edge-2 border-b bg-bar">
          <div role="row" tabIndex={-1} className="grid h-8 items-center gap-x-3 px-3.5 font-medium text-ink-2" style={grid}>
            {columns.map((column) => (
              <span key={column} role="columnheader" tabIndex={-1} className="truncate">
                {t(`column.${column}`)}
              </span>
            ))}
            <span role="columnheader" tabIndex={-1}>
              <span className="sr-only">{t('open')}</span>
            </span>
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index]
            return row ? (
              <div
                key={index}
                role="row"
                tabIndex={-1}
                aria-rowindex={index + 2}
                className={`absolute inset-x-0 grid items-center gap-x-3 border-edge border-b px-3.5 hover:bg-hover ${row.pointer === state.pointer ? 'bg-trace-bg' : ''}`}
                style={{ ...grid, top: start, height: ROW }}
              >
                {row.cells.map((cell, at) => (
                  <span key={columns[at]} role="cell" title={cell} className="truncate font-mono text-rule">
                    {cell}
                  </span>
                ))}
                <RowActions row={row} />
              </div>
            ) : null
          })}
        </div>
      </div>
    </div>
  )
}
