'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowRight, Braces } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { useProxiesAddress } from '@/components/proxies/address'
import type { ConfigAnswer, ConfigRow } from '@/lib/api/proxy-config'

const ROW = 30

/** Longer texts get more room: a share by what the first rows hold, in characters. */
function template({ columns, rows }: ConfigAnswer): string {
  const shares = columns.map((column, index) => {
    const longest = rows.slice(0, 200).reduce((most, { cells }) => Math.max(most, cells[index]?.length ?? 0), column.length)
    return `minmax(${Math.min(longest, 12) * 7 + 12}px, ${Math.min(longest, 60)}fr)`
  })
  return `${shares.join(' ')} 64px`
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
                <Actions row={row} />
              </div>
            ) : null
          })}
        </div>
      </div>
    </div>
  )
}

function Actions({ row }: { row: ConfigRow }) {
  const t = useTranslations('config')
  const { update } = useProxiesAddress()
  const button = 'inline-flex size-6 items-center justify-center rounded-small text-ink-2 hover:bg-sunken hover:text-ink'
  return (
    <span role="cell" className="flex justify-end gap-1">
      {row.links.slice(0, 1).map(({ kind, q, text }) => (
        <button
          key={text}
          type="button"
          className={button}
          aria-label={t('goTo', { kind: t(`kind.${kind}`), text })}
          title={t('goTo', { kind: t(`kind.${kind}`), text })}
          onClick={() => update({ config: kind, q, pointer: null })}
        >
          <ArrowRight size={13} aria-hidden />
        </button>
      ))}
      <button
        type="button"
        className={button}
        aria-label={t('openJson', { name: row.cells.find((cell) => cell !== '') ?? row.pointer })}
        title={row.pointer}
        onClick={() => update({ pointer: row.pointer })}
      >
        <Braces size={13} aria-hidden />
      </button>
    </span>
  )
}
