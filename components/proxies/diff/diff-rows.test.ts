import { describe, expect, it } from 'vitest'
import { changedPart, diffRows } from '@/components/proxies/diff/diff-rows'

const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}`)

describe('the split view', () => {
  it('folds equal lines down to the context and keeps both numberings', () => {
    const rows = diffRows([...numbered(1, 20), 'old', ...numbered(21, 40)], [...numbered(1, 20), 'new', 'newer', ...numbered(21, 40)])
    expect(rows.map((r) => (r.kind === 'fold' ? `fold ${r.count}` : `${r.sent?.no ?? '-'}/${r.active?.no ?? '-'}`))).toEqual([
      'fold 13',
      ...[14, 15, 16, 17, 18, 19, 20].map((n) => `${n}/${n}`),
      '21/21',
      '-/22',
      ...[22, 23, 24, 25, 26, 27, 28].map((n) => `${n}/${n + 1}`),
      'fold 13',
    ])
  })

  it('marks what changed within a line', () => {
    expect(changedPart('"t": "30s",', '"t": "0s",')).toEqual(['"t": "', '3', '0s",'])
    expect(changedPart('aa', 'a')).toEqual(['a', 'a', ''])
    expect(changedPart('all', undefined)).toEqual(['', 'all', ''])
  })
})
