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

test('a packet without a connection is left alone', () => {
  const untracked = { mark: 0x4000, ctstate: new Set(['UNTRACKED']) }
  expect(outcomesOf('-j CONNMARK --restore-mark', untracked)).toMatchObject([{ kind: 'continue', packet: { mark: 0x4000 } }])
})
