import { describe, expect, it } from 'vitest'
import { unsaid } from '@/lib/api/testing/unsaid'
import { furtherCells, syncCells } from '@/lib/istio/syncz/cells'
import { xdsTypes } from '@/lib/istio/syncz/model'
import { parseSyncz } from '@/lib/istio/syncz/parse'
import { syncStates } from '@/lib/istio/syncz/states'

const cellsOf = (proxy: object) => {
  const { entries } = parseSyncz(JSON.stringify([{ proxy: 'a.b', ...proxy }]), 'syncz.json')
  return entries[0] && syncCells(entries[0])
}
const LDS = 'type.googleapis.com/envoy.config.listener.v3.Listener'
const resource = (sentTime: string) => ({ resources: { [LDS]: { sent: 'n', acked: 'n', sentTime } } })

describe('syncz of 1.20 to 1.22', () => {
  it('tells not sent, synced and stale by the nonces alone', () => {
    const cells = cellsOf({ cluster_sent: 'n1', cluster_acked: 'n1', listener_sent: 'n2', listener_acked: 'n0' })
    expect(xdsTypes.map((type) => cells?.[type].state)).toEqual(['SYNCED', 'STALE', 'NOT SENT', 'NOT SENT', 'NOT SENT'])
    expect(cells?.CDS).toEqual({ state: 'SYNCED', sentNonce: 'n1', ackedNonce: 'n1' })
  })
})

describe('syncz of 1.23 and newer', () => {
  it('puts an error before everything, and ignores what is not watched', () => {
    const cells = cellsOf({
      cluster_sent: 'x',
      resources: { [LDS]: { sent: 'n', acked: 'n', sentTime: 't', lastError: 'no such filter' } },
    })
    expect(cells?.LDS).toMatchObject({ state: 'ERROR', error: 'no such filter' })
    expect(cells?.CDS).toEqual({ state: 'IGNORED' })
  })

  it('says NOT SENT for a watched type of which nothing was sent', () => {
    expect(cellsOf({ resources: { [LDS]: {} } })?.LDS).toEqual({ state: 'NOT SENT' })
  })

  it('keeps types that have no column, by the names that people use', () => {
    const names = { sent: 'n', acked: 'o', lastError: 'no such table' }
    const resources = { [LDS]: {}, 'type.googleapis.com/istio.networking.nds.v1.NameTable': names, 'type.googleapis.com/a.b.Other': {} }
    const [entry] = parseSyncz(JSON.stringify([{ proxy: 'a.b', resources }]), 'syncz.json').entries
    expect(entry && furtherCells(entry)).toMatchObject([
      { type: 'NDS', cell: { state: 'ERROR', error: 'no such table' } },
      { type: 'Other', cell: { state: 'NOT SENT' } },
    ])
  })

  it('reads the accepted push from the nonce', () => {
    const acked = '2026-11-21T11:17:59Z/14-uuid'
    const cells = cellsOf({ resources: { [LDS]: { sent: '2026-11-21T11:18:05Z/15-uuid', acked } } })
    expect(cells?.LDS).toMatchObject({ state: 'STALE', ackedAt: '2026-11-21T11:17:59Z' })
  })
})

describe('several istiods', () => {
  it('merges their proxies and lets the one that sent last speak for a proxy that both name', () => {
    const report = (istiod: string, proxies: object[]) => ({ istiod, entries: parseSyncz(JSON.stringify(proxies), '').entries })
    const states = syncStates([
      report('istiod-1', [{ proxy: 'a.b', ...resource('2026-01-01T00:00:09Z') }, { proxy: 'only.one' }]),
      report('istiod-2', [{ proxy: 'a.b', ...resource('2026-01-01T00:00:01Z') }]),
    ])
    expect([...states].map(([id, s]) => [id, s.istiod])).toEqual([
      ['a.b', 'istiod-1'],
      ['only.one', 'istiod-1'],
    ])
  })
})

describe('broken syncz', () => {
  it.each([
    ['{', 'not JSON'],
    ['{"a": 1}', 'is not a list'],
    ['[{"proxy": 7}]', '/0 has no "proxy"'],
    ['[null]', '/0 has no "proxy"'],
  ])('%s is a problem, not an exception', (text, message) => {
    const { entries, problems } = parseSyncz(text, 'syncz.json')
    expect(entries).toEqual([])
    expect(problems[0]?.message).toContain(message)
    expect(unsaid(problems[0]?.message ?? '')).toBeNull()
  })

  it('keeps the proxies that can be read', () => {
    expect(parseSyncz('[{"proxy": "x"}, {"proxy": "p.od.ns"}]', 'f').entries.map((e) => e.proxy)).toEqual(['p.od.ns'])
    expect(parseSyncz('null', 'f')).toEqual({ entries: [], problems: [] })
  })
})
