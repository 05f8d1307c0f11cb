import { describe, expect, it } from 'vitest'
import type { ProxiesState } from '@/components/proxies/address'
import { timeLeft } from '@/components/proxies/certificate-bar'
import { csvOf } from '@/components/proxies/csv'
import { certificateLife, countStates, isBehind, type ProxyRow, severityOf, shownRows } from '@/components/proxies/rows'
import type { SyncState } from '@/lib/istio/syncz/model'

const now = '2026-01-01T12:00:00Z'
const asked: ProxiesState = {
  name: '',
  state: 'all',
  namespace: null,
  sort: 'worst',
  reverse: false,
  open: null,
  diff: null,
  type: null,
  resource: null,
  mode: 'split',
  format: 'json',
  config: null,
  q: '',
  pointer: null,
  range: '1h',
}

function row(name: string, rds: SyncState | null, extra: Partial<ProxyRow> = {}): ProxyRow {
  const synced = { state: 'SYNCED' as const }
  return {
    id: `${name}.shop`,
    name,
    namespace: 'shop',
    type: 'sidecar',
    istiod: 'istiod-1',
    version: '1.23.2',
    istiodVersion: '1.23.2',
    connected: rds !== null,
    connectedAt: null,
    cluster: null,
    sync: rds === null ? null : { CDS: synced, LDS: synced, EDS: synced, RDS: { state: rds }, ECDS: { state: 'IGNORED' } },
    further: [],
    node: null,
    envoyVersion: null,
    envoyState: null,
    certificates: [],
    restarts: null,
    evidence: [],
    ...extra,
  }
}

const rows = [row('good', 'SYNCED'), row('late', 'STALE'), row('gone', null), row('bad', 'ERROR'), row('new', 'NOT SENT')]

describe('the rows', () => {
  it('come worst first, and can be turned round', () => {
    expect(shownRows(rows, asked, now).map((r) => r.name)).toEqual(['bad', 'gone', 'late', 'new', 'good'])
    expect(shownRows(rows, { ...asked, sort: 'name', reverse: true }, now)[0]?.name).toBe('new')
  })

  it('are in trouble by a type that has no column, too', () => {
    const refuses = { type: 'NDS', cell: { state: 'ERROR' as const, error: 'no' } }
    expect(severityOf(row('names', 'SYNCED', { further: [refuses] }))).toBe('error')
  })

  it('are counted and filtered by what is worst of each', () => {
    expect(countStates(rows)).toEqual({ all: 5, error: 1, stale: 1, notSent: 1, disconnected: 1, untold: 0, synced: 1 })
    expect(shownRows(rows, { ...asked, state: 'stale' }, now).map((r) => severityOf(r))).toEqual(['stale'])
    expect(shownRows(rows, { ...asked, name: 'GO shop' }, now).map((r) => r.name)).toEqual(['gone', 'good'])
    expect(shownRows(rows, { ...asked, namespace: 'other' }, now)).toEqual([])
  })
})

describe('certificates and versions', () => {
  it('counts what is left of the certificate that ends first', () => {
    const certificates = [{ name: 'spiffe://x', notBefore: '2026-01-01T00:00:00Z', notAfter: '2026-01-02T00:00:00Z' }]
    expect(certificateLife(row('a', 'SYNCED', { certificates }), now)).toMatchObject({ left: 0.5, leftMs: 12 * 3_600_000 })
    expect(certificateLife(row('a', 'SYNCED'), now)).toBeNull()
    expect([38 * 60_000, 76_000_000, 300 * 3_600_000, -1].map(timeLeft)).toEqual(['38m', '21h 06m', '12d 12h', '0m'])
  })

  it('compares versions by numbers', () => {
    expect(isBehind('1.9.8', '1.23.2')).toBe(true)
    expect(isBehind('1.23.2', '1.23.2')).toBe(false)
    expect(isBehind('1.24.0', '1.23.2')).toBe(false)
    expect(isBehind(null, '1.23.2')).toBe(false)
  })
})

it('gives the table as CSV that no spreadsheet runs', () => {
  const [, line] = csvOf([row('=a,b', 'ERROR')], now).split('\r\n')
  expect(line).toBe('"\'=a,b.shop",sidecar,SYNCED,SYNCED,SYNCED,ERROR,IGNORED,istiod-1,1.23.2,,')
})
