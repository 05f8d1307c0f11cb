import { certificateLife, type ProxyRow } from '@/components/proxies/rows'
import { xdsTypes } from '@/lib/istio/syncz/model'
import { printCell } from '@/lib/istio/syncz/print'

const head = ['name', 'type', ...xdsTypes, 'istiod', 'version', 'node', 'certificate ends']

/** The table as CSV (RFC 4180), cells as istioctl prints them. A cell that a spreadsheet would take for a formula gets a quote before it. */
export function csvOf(rows: readonly ProxyRow[], now: string | null): string {
  const lines = rows.map((row) => [
    row.id,
    row.type,
    ...xdsTypes.map((type) => (row.sync ? printCell(row.sync[type], now ?? undefined) : '')),
    row.istiod ?? '',
    row.version ?? '',
    row.node ?? '',
    certificateLife(row, now)?.notAfter ?? '',
  ])
  return [head, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('')
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
