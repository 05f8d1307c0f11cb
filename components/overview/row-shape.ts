import type { OverviewRow } from '@/lib/api/overview'

/** Where a row's line leaves the one above: at the entry, at the host, or nowhere (it begins a group). */
export interface RowShape {
  row: OverviewRow
  showEntry: boolean
  showHost: boolean
  /** A later row of the group leaves the same entry, so its line passes down in this row's first gutter. */
  entryContinues: OverviewRow | null
  /** The same for rows that share the host. */
  hostContinues: OverviewRow | null
}

const sameHost = (a: OverviewRow, b: OverviewRow) =>
  a.group === b.group && a.host !== null && a.host.title === b.host?.title && a.host.note === b.host.note

/** Rows of one group share the entry's card, and rows of one host the host's card: which of them this row draws. */
export function shapeRows(rows: readonly OverviewRow[]): RowShape[] {
  return rows.map((row, index) => {
    const above = rows[index - 1]
    const showEntry = above?.group !== row.group
    const showHost = row.host !== null && !(above && sameHost(above, row))
    const later = rows.slice(index + 1)
    const entryContinues = later.find((next) => next.group === row.group && !sameHost(next, row)) ?? null
    const below = rows[index + 1]
    return { row, showEntry, showHost, entryContinues, hostContinues: below && sameHost(below, row) ? below : null }
  })
}
