import { expect, test } from 'vitest'
import { outcomesOf } from '@/lib/netfilter/testing/one-rule'

test('saves, restores and sets', () => {
  expect(outcomesOf('-j CONNMARK --save-mark --nfmask 0xffffffff --ctmask 0xffffffff', { mark: 5 })).toMatchObject([
    { packet: { mark: 5, ctmark: 5 } },
  ])
  expect(outcomesOf('-j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff', { mark: 0x100, ctmark: 0x23 })).toMatchObject([
    { op: 'MARK', packet: { mark: 0x123 } },
  ])
  expect(outcomesOf('-j CONNMARK --set-xmark 0x111/0x111')).toMatchObject([{ op: null, packet: { mark: 0, ctmark: 0x111 } }])
  expect(outcomesOf('-j CONNMARK --strange')).toMatchObject([{ kind: 'unknown' }])
})

test('a shift: of what is set as a whole, of what is saved or restored before it is merged', () => {
  expect(outcomesOf('-j CONNMARK --set-xmark 0x1/0xf --left-shift-mark 4', { ctmark: 0x100 })).toMatchObject([
    { packet: { ctmark: 0x1010 } },
  ])
  expect(outcomesOf('-j CONNMARK --set-xmark 0x3/0xffffffff --left-shift-mark 31')).toMatchObject([{ packet: { ctmark: 0x80000000 } }])
  const save = '-j CONNMARK --save-mark --nfmask 0xff00 --ctmask 0xff --right-shift-mark 8'
  expect(outcomesOf(save, { mark: 0x2301, ctmark: 0x544 })).toMatchObject([{ packet: { mark: 0x2301, ctmark: 0x523 } }])
  const restore = '-j CONNMARK --restore-mark --nfmask 0xff00 --ctmask 0xff --left-shift-mark 8'
  expect(outcomesOf(restore, { mark: 0x1101, ctmark: 0x523 })).toMatchObject([{ op: 'MARK', packet: { mark: 0x2301, ctmark: 0x523 } }])
  const high = '-j CONNMARK --restore-mark --nfmask 0xffffffff --ctmask 0xffffffff --right-shift-mark 4'
  expect(outcomesOf(high, { ctmark: 0xf0000000 })).toMatchObject([{ packet: { mark: 0x0f000000 } }])
  for (const bits of ['32', 'x'])
    expect(outcomesOf(`-j CONNMARK --save-mark --left-shift-mark ${bits}`)).toMatchObject([
      { kind: 'unknown', reason: { code: 'not-readable' } },
    ])
})

test('a packet without a connection is left alone', () => {
  const untracked = { mark: 0x4000, ctstate: new Set(['UNTRACKED']) }
  expect(outcomesOf('-j CONNMARK --restore-mark', untracked)).toMatchObject([{ kind: 'continue', packet: { mark: 0x4000 } }])
})
