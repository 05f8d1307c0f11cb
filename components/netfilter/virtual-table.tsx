'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useRef } from 'react'

const ROW = 27

/** A plain table of which only the rows in view are in the document; rows of the question's flow are marked. */
export function VirtualTable<Row extends { flow: boolean }>({
  label,
  columns,
  template,
  rows,
  cells,
}: {
  label: string
  columns: readonly string[]
  /** grid-template-columns. */
  template: string
  rows: readonly Row[]
  cells: (row: Row) => ReactNode[]
}) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 12 })
  const grid = { gridTemplateColumns: template }
  return (
    <div
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className="min-h-0 grow overflow-y-auto"
    >
      <div role="rowgroup" className="sticky top-0 z-10 border-edge border-b bg-bar">
        <div role="row" tabIndex={-1} className="grid h-7 items-center gap-x-3 px-4 font-medium text-ink-2 text-meta" style={grid}>
          {columns.map((column) => (
            <span key={column} role="columnheader" tabIndex={-1}>
              {column}
            </span>
          ))}
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
              data-flow={row.flow ? '' : undefined}
              className={`absolute inset-x-0 grid items-center gap-x-3 border-edge border-b px-4 font-mono text-rule ${row.flow ? 'bg-trace-bg' : ''}`}
              style={{ ...grid, top: start, height: ROW }}
            >
              {cells(row).map((cell, at) => (
                <span key={columns[at]} role="cell" className="truncate" title={typeof cell === 'string' ? cell : undefined}>
                  {cell}
                </span>
              ))}
            </div>
          ) : null
        })}
      </div>
    </div>
  )
}
