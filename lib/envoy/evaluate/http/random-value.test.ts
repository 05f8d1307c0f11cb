import { expect, test } from 'vitest'
import { shareOf } from '@/lib/envoy/evaluate/http/random-value'
import fc from '@/lib/testing/fast-check'

const slice = fc
  .constantFrom(2, 3, 4, 6, 8, 12, 30)
  .chain((modulus) =>
    fc
      .tuple(fc.integer({ min: 0, max: modulus }), fc.integer({ min: 0, max: modulus }))
      .map(([a, b]) => ({ modulus, from: Math.min(a, b), to: Math.max(a, b) })),
  )

test('the share of slices is what counting gives', () => {
  fc.assert(
    fc.property(fc.array(slice, { maxLength: 4 }), (slices) => {
      const values = Array.from({ length: 120 }, (_, value) => value)
      const count = values.filter((value) =>
        slices.every(({ modulus, from, to }) => value % modulus >= from && value % modulus < to),
      ).length
      expect(shareOf(slices)).toBeCloseTo(count / 120, 10)
    }),
  )
})

test('large moduli: a closed form where one divides the other, a product where they share nothing, else not known', () => {
  const million = { modulus: 1_000_000, from: 0, to: 500_050 }
  expect(shareOf([million, { modulus: 100, from: 0, to: 50 }])).toBeCloseTo(0.25005, 10)
  expect(shareOf([million, { modulus: 999_999, from: 0, to: 333_333 }])).toBeCloseTo(0.500_05 / 3, 10)
  expect(shareOf([million, { modulus: 999_990, from: 0, to: 5 }])).toBeNull()
})
