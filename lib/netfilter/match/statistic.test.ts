import { expect, test } from 'vitest'
import { answerOf } from '@/lib/netfilter/testing/one-rule'

test('random is a chance, negated the other way round', () => {
  expect(answerOf('-m statistic --mode random --probability 0.25')).toEqual({ is: 'chance', probability: 0.25 })
  expect(answerOf('-m statistic --mode random ! --probability 0.25')).toEqual({ is: 'chance', probability: 0.75 })
  expect(answerOf('-m statistic --mode random --probability 1.00000000000').is).toBe('yes')
})

test('a part that does not match decides before the dice', () => {
  expect(answerOf('-p udp -m statistic --mode random --probability 0.25').is).toBe('no')
  expect(answerOf('-m set --match-set a src -m statistic --mode random --probability 0.25').is).toBe('unknown')
})

test('nth counts packets in the kernel', () => {
  expect(answerOf('-m statistic --mode nth --every 2 --packet 0').is).toBe('unknown')
  expect(answerOf('-m statistic --mode nth --every 1 --packet 0').is).toBe('yes')
  expect(answerOf('-m statistic --mode other').is).toBe('unknown')
})
