import { expect, test } from 'vitest'
import { outcomesOf } from '@/lib/netfilter/testing/one-rule'

test('verdicts', () => {
  expect(outcomesOf('-j ACCEPT')).toMatchObject([{ kind: 'accept', op: null }])
  expect(outcomesOf('-j DROP')).toEqual([{ kind: 'drop' }])
  expect(outcomesOf('-j RETURN')).toEqual([{ kind: 'return' }])
  expect(outcomesOf('-j REJECT')).toEqual([{ kind: 'reject', rejectWith: 'icmp-port-unreachable' }])
  expect(outcomesOf('-p tcp -j REJECT --reject-with tcp-reset')).toEqual([{ kind: 'reject', rejectWith: 'tcp-reset' }])
})

test('targets beside the way go on', () => {
  for (const target of ['LOG --log-prefix "a b"', 'NFLOG --nflog-group 1', 'TRACE'])
    expect(outcomesOf(`-j ${target}`)).toMatchObject([{ kind: 'continue', op: null }])
})
