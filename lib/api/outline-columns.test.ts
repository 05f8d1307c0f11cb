import { expect, test } from 'vitest'
import type { OutlineChain } from '@/lib/api/outline-chain'
import { chainsOf, columnsOf, outlineColumns } from '@/lib/api/outline-columns'
import fc from '@/lib/testing/fast-check'

const counted = fc.record({ packets: fc.nat(), bytes: fc.nat() })

/** Chains of one table that call each other; who calls each follows. */
const tables = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 })
  .chain((names) =>
    fc.tuple(
      fc.constant(names),
      fc.array(fc.subarray(names), { minLength: names.length, maxLength: names.length }),
      fc.array(fc.record({ rules: fc.nat(), counter: fc.option(counted), change: fc.option(counted) }), {
        minLength: names.length,
        maxLength: names.length,
      }),
    ),
  )
  .map(([names, calls, more]) =>
    names.map(
      (name, place): OutlineChain => ({
        name,
        policy: place === 0 ? 'DROP' : null,
        base: place === 1 ? { hook: 'INPUT', priority: -5 } : null,
        rules: more[place]?.rules ?? 0,
        counter: more[place]?.counter ?? null,
        change: more[place]?.change ?? null,
        calls: calls[place] ?? [],
        callers: names.filter((_, other) => calls[other]?.includes(name)),
      }),
    ),
  )

test('chains as columns and back are the same', () => {
  fc.assert(
    fc.property(tables, (chains) => {
      expect(chainsOf(outlineColumns.parse(JSON.parse(JSON.stringify(columnsOf(chains)))))).toEqual(chains)
    }),
  )
})
