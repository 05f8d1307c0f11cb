import { expect, test } from 'vitest'
import { outcomesOf } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['--set-xmark 0x4000/0x4000', 1, 0x4001],
  ['--set-xmark 0x4000/0x0', 0x4001, 1],
  ['--set-xmark 0x539/0xffffffff', 7, 0x539],
  ['--set-mark 0x8/0xf', 0x13, 0x18],
  ['--and-mark 0xff', 0x1ff, 0xff],
  ['--or-mark 0x80000000', 1, 0x80000001],
  ['--xor-mark 0x1', 3, 2],
] as const)('MARK %s of %i is %i', (options, mark, expected) => {
  expect(outcomesOf(`-j MARK ${options}`, { mark })).toMatchObject([{ kind: 'continue', op: 'MARK', packet: { mark: expected } }])
})

test('a mark that cannot be read is unknown', () => {
  expect(outcomesOf('-j MARK --set-xmark much')).toMatchObject([{ kind: 'unknown' }])
})
