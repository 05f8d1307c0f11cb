import type { Finding, OverviewRow } from '@/lib/api/overview'
import { readProblem } from '@/lib/api/problem-reasons'
import type { Verdict } from '@/lib/api/step'
import { refusalReason } from '@/lib/istio/proxies/refusal'

/** What is known of a proxy's configuration, as GET /api/proxies says it. */
export interface ProxySync {
  id: string
  connected: boolean | null
  sync: Readonly<Record<string, Cell>> | null
  further: readonly { type: string; cell: Cell }[]
}

interface Cell {
  state: string
  error?: string | undefined
}

const order: readonly Finding['kind'][] = [
  'nack',
  'dropped',
  'noEndpoints',
  'rejected',
  'reset',
  'noListener',
  'stale',
  'disconnected',
  'unread',
]

/** Envoy's response flag for a cluster without a healthy endpoint. */
const NO_ENDPOINT = 'UH'

/** What needs a look, worst first: refused or unacknowledged configuration, entries that reach nothing, files that could not be read. */
export function findingsOf(
  rows: readonly OverviewRow[],
  proxies: readonly ProxySync[],
  problems: readonly { entry: string; message: string }[],
): Finding[] {
  const findings = [...rowFindings(rows), ...proxies.flatMap(proxyFinding), ...problems.map(unread)]
  return findings.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

const worstFirst = ['dropped', 'noEndpoints', 'rejected', 'reset', 'noListener'] as const

/** What is wrong with one walk of the overview; null: nothing. */
function troubleOf({ kind, flags, reasonCode }: Verdict): (typeof worstFirst)[number] | null {
  if (kind === 'dropped' || kind === 'reset') return kind
  if (kind === 'rejected') return reasonCode?.code === 'walk.no-listener' ? 'noListener' : 'rejected'
  return kind === 'answered' && flags?.split(',').includes(NO_ENDPOINT) ? 'noEndpoints' : null
}

/** One finding for each entry from outside: its worst, and at how many of its nodes. */
function rowFindings(rows: readonly OverviewRow[]): Finding[] {
  const seen = new Set<string>()
  return rows.flatMap((row) => {
    if (row.side !== 'outside' || seen.has(row.group)) return []
    for (const kind of worstFirst) {
      const bad = row.ways.filter((way) => troubleOf(way.verdict) === kind)
      const first = bad[0]
      if (!first) continue
      seen.add(row.group)
      const { reason, reasonCode } = first.verdict
      return [
        {
          id: `${kind} ${row.group}`,
          kind,
          subject: row.entry.title,
          place: row.entry.note,
          detail: reason,
          ...(reasonCode ? { detailCode: reasonCode } : {}),
          count: bad.length,
          of: row.ways.length,
          question: first.question,
          proxy: null,
        },
      ]
    }
    return []
  })
}

function proxyFinding(proxy: ProxySync): Finding[] {
  const base = { subject: proxy.id, question: null, proxy: proxy.id }
  if (proxy.connected === false && proxy.sync === null)
    return [{ id: `disconnected ${proxy.id}`, kind: 'disconnected', detail: '', ...base }]
  const cells = [...Object.entries(proxy.sync ?? {}), ...proxy.further.map(({ type, cell }) => [type, cell] as const)]
  const refused = cells.find(([, cell]) => cell.state === 'ERROR')
  if (refused)
    return [
      { id: `nack ${proxy.id}`, kind: 'nack', detail: `${refused[0]}: ${refusalReason(refused[1].error ?? '')}`.slice(0, 300), ...base },
    ]
  const stale = cells.filter(([, cell]) => cell.state === 'STALE').map(([type]) => type)
  return stale.length > 0 ? [{ id: `stale ${proxy.id}`, kind: 'stale', detail: stale.join(', '), ...base }] : []
}

function unread({ entry, message }: { entry: string; message: string }): Finding {
  const reason = readProblem(message)
  return {
    id: `unread ${entry} ${message}`,
    kind: 'unread',
    subject: entry,
    detail: message,
    ...(reason ? { detailCode: reason } : {}),
    question: null,
    proxy: null,
  }
}
