import { describe, expect, it } from 'vitest'
import type { Choice } from '@/lib/path/model'
import { seenShares } from '@/lib/path/seen'

const choice = (id: string, chance: number, packets?: number): Choice => ({
  id,
  label: id,
  detail: '',
  chance,
  chosen: false,
  verdict: { kind: 'delivered', reason: '' },
  index: 0,
  ...(packets === undefined ? {} : { counter: { key: id, packets } }),
})

describe('expected against seen', () => {
  it('shares the packets of all branches, the changes since then included', () => {
    const shares = seenShares([choice('a', 0.5, 2), choice('b', 0.5, 5)], new Map([['a', { packets: 1 }]]))
    expect(shares?.map(({ packets, share }) => [packets, share])).toEqual([
      [3, 0.375],
      [5, 0.625],
    ])
  })
  it('counts anew from a reset', () => {
    expect(seenShares([choice('a', 1, 9)], new Map([['a', { packets: 2, reset: true }]]))?.[0]?.packets).toBe(2)
  })
  it('says nothing when a branch is not counted, and no share when nothing came', () => {
    expect(seenShares([choice('a', 0.5, 2), choice('b', 0.5)], new Map())).toBeNull()
    expect(seenShares([choice('a', 1, 0)], new Map())?.[0]).toEqual({ packets: 0, share: null, expected: 1 })
  })
})
