'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useRef } from 'react'

const ROW = 27

/** A table of which only the rows in view are in the document. Texts that do not fit are cut and stand whole in the cell's title. */
export function VirtualTable<Row>({
  label,
  columns,
  template,
  rows,
  cells,
  isMarked,
  actions,
  rowHeight = ROW,
  minWidth,
}: {
  label: string
  columns: readonly string[]
  /** grid-template-columns; with one more for the actions. */
  template: string
  rows: readonly Row[]
  cells: (row: Row) => readonly ReactNode[]
  /** Rows that stand out: what the page is about. */
  isMarked?: (row: Row) => boolean
  /** Buttons at a row's end, and the name of their column. */
  actions?: { label: string; of: (row: Row) => ReactNode }
  /** px. */
  rowHeight?: number
  /** px: narrower, and the table scrolls sideways. */
  minWidth?: number
}) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 12 })
  const grid = { gridTemplateColumns: template }
  return (
    <div
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className="min-h-0 min-w-0 grow overflow-auto"
    >
      <div role="presentation" style={{ minWidth }}>
        <div role="rowgroup" className="sticky top-0 z-10 border-edge border-b bg-bar">
          <div role="row" tabIndex={-1} className="grid h-7 items-center gap-x-3 px-4 font-medium text-ink-2 text-meta" style={grid}>
            {columns.map((column) => (
              <span key={column} role="columnheader" tabIndex={-1} className="truncate">
                {column}
              </span>
            ))}
            {actions ? (
              <span role="columnheader" tabIndex={-1}>
                <span className="sr-only">{actions.label}</span>
              </span>
            ) : null}
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index]
            return row === undefined ? null : (
              <div
                key={index}
                role="row"
                tabIndex={-1}
                aria-rowindex={index + 2}
                className={`absolute inset-x-0 grid items-center gap-x-3 border-edge border-b px-4 font-mono text-rule hover:bg-hover ${isMarked?.(row) ? 'bg-trace-bg' : ''}`}
                style={{ ...grid, top: start, height: rowHeight }}
              >
                {cells(row).map((cell, at) => (
                  <span key={columns[at]} role="cell" className="truncate" title={typeof cell === 'string' ? cell : undefined}>
                    {cell}
                  </span>
                ))}
                {actions ? <span role="cell">{actions.of(row)}</span> : null}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
