import { expect, it } from 'vitest'
import type { OverviewRow } from '@/lib/api/overview'
import type { VerdictKind } from '@/lib/api/step'
import { findingsOf } from '@/lib/mesh/overview/findings'
import { plainQuestion } from '@/lib/mesh/overview/plan'

const row = (kinds: VerdictKind[]): OverviewRow => ({
  id: 'web',
  group: 'web',
  side: 'outside',
  entry: { title: ':30080', note: 'web', kind: 'node' },
  host: null,
  route: null,
  destination: null,
  end: null,
  ways: kinds.map((kind, index) => ({
    node: `node-${index}`,
    verdict: { kind, reason: 'because' },
    question: plainQuestion('pc', 'http://a/', 0),
  })),
})

it('counts the entry nodes that drop, and opens the first of them', () => {
  expect(findingsOf([row(['dropped', 'delivered', 'dropped'])], [], [])).toMatchObject([
    { kind: 'dropped', count: 2, of: 3, detail: 'because' },
  ])
})

it('says nothing of what is in order', () => {
  const synced = { id: 'a.b', connected: true, sync: { CDS: { state: 'SYNCED' } }, further: [] }
  expect(findingsOf([row(['delivered'])], [synced], [])).toEqual([])
})

it('names a type that has no column and was refused', () => {
  const names = { type: 'NDS', cell: { state: 'ERROR', error: 'no' } }
  const found = findingsOf([], [{ id: 'a.b', connected: true, sync: { CDS: { state: 'SYNCED' } }, further: [names] }], [])
  expect(found).toMatchObject([{ kind: 'nack', detail: 'NDS: no' }])
})

it('puts refused configuration before stale, and files that could not be read last', () => {
  const stale = { id: 's.b', connected: true, sync: { RDS: { state: 'STALE' } }, further: [] }
  const nack = { id: 'n.b', connected: true, sync: { LDS: { state: 'ERROR', error: 'no' } }, further: [] }
  const kinds = findingsOf([], [stale, nack], [{ entry: 'x.json', message: 'bad' }]).map((finding) => finding.kind)
  expect(kinds).toEqual(['nack', 'stale', 'unread'])
})
