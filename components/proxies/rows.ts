import type { FilterState, ProxiesState, SortKey } from '@/components/proxies/address'
import type { ProxiesAnswer } from '@/lib/api/proxies'
import { type XdsType, xdsTypes } from '@/lib/istio/syncz/model'

export type ProxyRow = ProxiesAnswer['proxies'][number]
export type Cell = NonNullable<ProxyRow['sync']>['CDS']

/** A certificate with less than this part of its life left needs a look. */
export const CERTIFICATE_WARN = 0.1

/** From worst to best; the place in this list is the order of the rows. */
const severities = ['error', 'disconnected', 'stale', 'notSent', 'untold', 'synced'] as const

/** The worst that can be said of a proxy. */
export function severityOf(row: ProxyRow): Exclude<FilterState, 'all'> {
  if (!row.sync) return row.connected === null ? 'untold' : 'disconnected'
  const states = new Set(xdsTypes.map((type) => row.sync?.[type].state))
  // Of a type without a column only trouble counts: proxies ask for some that a mesh never has.
  for (const { cell } of row.further) if (cell.state !== 'NOT SENT') states.add(cell.state)
  if (states.has('ERROR')) return 'error'
  if (states.has('STALE')) return 'stale'
  return states.has('NOT SENT') ? 'notSent' : 'synced'
}

export function countStates(rows: readonly ProxyRow[]): Record<FilterState, number> {
  const counts = { all: rows.length, error: 0, stale: 0, notSent: 0, disconnected: 0, untold: 0, synced: 0 }
  for (const row of rows) counts[severityOf(row)]++
  return counts
}

/** The rows that the address asks for, in its order. `now` (RFC 3339) decides how much of a certificate's life is left. */
export function shownRows(rows: readonly ProxyRow[], state: ProxiesState, now: string | null): ProxyRow[] {
  const words = state.name.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = rows.filter(
    (row) =>
      words.every((word) => row.id.toLowerCase().includes(word)) &&
      (state.namespace === null || row.namespace === state.namespace) &&
      (state.state === 'all' || severityOf(row) === state.state),
  )
  const key = sortValue(state.sort, now)
  const sign = state.reverse ? -1 : 1
  return shown.sort((a, b) => sign * compare(key(a), key(b)) || compare(a.id, b.id))
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const cellRank = { ERROR: 0, STALE: 1, 'NOT SENT': 2, SYNCED: 3, IGNORED: 4 } as const

function sortValue(sort: SortKey, now: string | null): (row: ProxyRow) => string | number {
  if (sort === 'worst') return (row) => severities.indexOf(severityOf(row))
  if (sort === 'name') return (row) => row.id
  if (sort === 'istiod') return (row) => row.istiod ?? ''
  if (sort === 'version') return (row) => row.version ?? ''
  if (sort === 'certificate') return (row) => certificateLife(row, now)?.leftMs ?? Number.POSITIVE_INFINITY
  return (row) => (row.sync ? cellRank[row.sync[sort satisfies XdsType].state] : 9)
}

export interface CertificateLife {
  name: string
  notBefore: string
  notAfter: string
  leftMs: number
  /** 1: just issued, 0: over. */
  left: number
}

/** The certificate that ends first, at `now`; null: Envoy's certificates were not read. */
export function certificateLife(row: ProxyRow, now: string | null): CertificateLife | null {
  const certificate = row.certificates[0]
  if (!certificate || now === null) return null
  const end = Date.parse(certificate.notAfter)
  const leftMs = end - Date.parse(now)
  const whole = end - Date.parse(certificate.notBefore)
  if (!Number.isFinite(leftMs) || !(whole > 0)) return null
  return { ...certificate, leftMs, left: Math.min(1, Math.max(0, leftMs / whole)) }
}

/** Whether a proxy's version is older than its istiod's, by numbers. */
export function isBehind(version: string | null, istiod: string | null): boolean {
  const parts = (text: string) => text.split(/[.-]/).map(Number)
  if (!version || !istiod) return false
  const [a, b] = [parts(version), parts(istiod)]
  for (let i = 0; i < 3; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
