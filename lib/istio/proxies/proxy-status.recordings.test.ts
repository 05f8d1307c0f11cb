import { describe, expect, it } from 'vitest'
import { listProxies } from '@/lib/istio/proxies/list'
import type { ProxyStatus } from '@/lib/istio/proxies/model'
import { type SyncCells, xdsTypes } from '@/lib/istio/syncz/model'
import { printCell } from '@/lib/istio/syncz/print'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'

/** istioctl asked within this time of the start: a proxy that does not answer makes the recorder wait. */
const ASKED_WITHIN_S = 60

/** `versions/proxy-status.txt` by column name. istioctl divides columns by five spaces, cells never hold two. */
function table(text: string): Map<string, string>[] {
  const [head = '', ...rows] = text.split('\n').filter((line) => line.trim() !== '')
  const cells = (line: string) => line.trim().split(/ {2,}/)
  return rows.map((row) => new Map(cells(row).map((cell, i) => [cells(head)[i] ?? '', cell])))
}

/** The column SUBSCRIBED TYPES of istioctl 1.27 and newer: `4 (CDS,LDS,EDS,RDS)`. */
function printSubscribed(cells: SyncCells): string {
  const types = xdsTypes.filter((type) => cells[type].state !== 'IGNORED')
  return `${types.length} (${types.join(',')})`
}

function printed(proxy: ProxyStatus, columns: Iterable<string>, now: string): Map<string, string> {
  const row = new Map<string, string>()
  for (const column of columns) {
    const type = xdsTypes.find((t) => t === column)
    if (type && proxy.sync) row.set(column, printCell(proxy.sync[type], now))
    if (column === 'NAME') row.set(column, proxy.id)
    if (column === 'CLUSTER') row.set(column, proxy.cluster ?? '')
    if (column === 'ISTIOD') row.set(column, proxy.istiod ?? '')
    if (column === 'VERSION') row.set(column, proxy.version ?? '')
    if (column === 'SUBSCRIBED TYPES' && proxy.sync) row.set(column, printSubscribed(proxy.sync))
  }
  return row
}

describe('the sync table against istioctl proxy-status', () => {
  let cells = 0
  const names = recordingNames()

  it.each(names)('%s', (name) => {
    const recording = recordingNamed(name)
    const text = recording.text('versions/proxy-status.txt')
    expect(text).not.toBeNull()
    const expected = table(text ?? '')
    const { proxies, problems } = listProxies(recording.snapshotAt(0))
    expect(problems).toEqual([])

    // Every connected proxy is in istioctl's table and the other way round.
    const connected = proxies.filter((proxy) => proxy.connected)
    expect(connected.map((proxy) => proxy.id)).toEqual(expected.map((row) => row.get('NAME')))

    // The cells with their ages are istioctl's at one moment soon after the start.
    const start = Date.parse(recording.scenario.start)
    const rows = (now: string) => connected.map((proxy, i) => printed(proxy, expected[i]?.keys() ?? [], now))
    const moments = Array.from({ length: ASKED_WITHIN_S * 10 }, (_, i) => new Date(start + i * 100).toISOString())
    const best = moments.find((now) => JSON.stringify(rows(now).map((r) => [...r])) === JSON.stringify(expected.map((r) => [...r])))
    expect(rows(best ?? moments[0] ?? '')).toEqual(expected)
    cells += expected.reduce((sum, row) => sum + row.size, 0)
  })

  it('has been judged by recordings', () => {
    console.log(`proxy-status: agree ${cells} of ${cells} cells in ${names.length} recordings`)
    expect(cells).toBeGreaterThan(0)
  })
})
