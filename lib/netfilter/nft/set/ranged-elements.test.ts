import { expect, test } from 'vitest'
import { lies, type SetElement, type Span } from '@/lib/netfilter/nft/set/elements'
import { RangedElements } from '@/lib/netfilter/nft/set/ranged-elements'
import type { Value } from '@/lib/netfilter/nft/value/value'
import fc from '@/lib/testing/fast-check'

const small = fc.bigInt({ min: 0n, max: 12n })
const span: fc.Arbitrary<Span> = fc.tuple(small, fc.bigInt({ min: 0n, max: 4n })).map(([from, more]) => ({ from, to: from + more }))
const name: fc.Arbitrary<Span> = fc.record({ name: fc.constantFrom('eth', 'eth0', 'lo', 'l'), beginning: fc.boolean() })
const value: fc.Arbitrary<Value> = small.map((number) => ({ is: 'number' as const, value: number }))
const named: fc.Arbitrary<Value> = fc.constantFrom('eth0', 'eth1', 'lo').map((text) => ({ is: 'name' as const, name: text }))

/** Keys of one, two or three parts, and values of the same form. */
const forms: readonly { key: fc.Arbitrary<Span[]>; parts: fc.Arbitrary<Value[]> }[] = [
  { key: fc.tuple(span), parts: fc.tuple(value) },
  { key: fc.tuple(span, span), parts: fc.tuple(value, value) },
  { key: fc.tuple(name, span, span), parts: fc.tuple(named, value, value) },
]

test.each(forms)('finds what looking at each element in turn finds', ({ key, parts }) => {
  let found = 0
  fc.assert(
    fc.property(fc.array(key, { maxLength: 30 }), fc.array(parts, { minLength: 1, maxLength: 20 }), (keys, asked) => {
      const elements: SetElement[] = keys.map((one, n) => ({ key: one, data: n }))
      const ranged = new RangedElements(elements)
      for (const each of asked) {
        const first = elements.find((element) => element.key?.every((one, index) => lies(each[index] as Value, one) === true)) ?? null
        expect(ranged.find(each)).toBe(first)
        if (first) found++
      }
    }),
    { seed: 12 },
  )
  expect(found).toBeGreaterThan(20)
})

test('ten thousand prefixes are not asked in turn', () => {
  let asked = 0
  const counted = (n: bigint): Span => ({
    get from() {
      asked++
      return n * 16n
    },
    to: n * 16n + 15n,
  })
  const elements = Array.from({ length: 10_000 }, (_, n): SetElement => ({ key: [counted(BigInt(n))], data: n }))
  const ranged = new RangedElements(elements)
  asked = 0
  expect(ranged.find([{ is: 'number', value: 16n * 7777n + 3n }])?.data).toBe(7777)
  expect(asked).toBeLessThan(5)
})
