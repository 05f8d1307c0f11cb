import { describe, expect, it } from 'vitest'
import { Allowance } from '@/server/source/cluster/allowance'

const [PER_SECOND, MOST] = [100, 300]

describe('an allowance', () => {
  it('is given at once as far as it was saved, then by time', () => {
    let now = 0
    const allowance = new Allowance(() => now, PER_SECOND, MOST)
    expect([250, 250, 1].map((size) => allowance.take(size))).toEqual([true, true, false])
    now += 2000
    expect(allowance.take(1)).toBe(false)
    now += 1000
    expect([allowance.take(200), allowance.take(1)]).toEqual([true, false])
  })

  it('gives in the long run no more than it may, and saves no more than the most', () => {
    let now = 0
    let taken = 0
    const allowance = new Allowance(() => now, PER_SECOND, MOST)
    for (; now < 100_000; now += 500) if (allowance.take(150)) taken += 150
    expect(taken).toBeGreaterThan(PER_SECOND * 100 - 150)
    expect(taken).toBeLessThanOrEqual(PER_SECOND * 100 + MOST + 150)
    now += 1_000_000
    expect([MOST, 1].map((size) => allowance.take(size))).toEqual([true, false])
  })
})
