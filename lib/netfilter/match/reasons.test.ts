import { expect, test } from 'vitest'
import { describeReason, REASON_CODES, REASON_FIELDS } from '@/lib/netfilter/match/reasons'
import { answerOf } from '@/lib/netfilter/testing/one-rule'

test('a reason says which part did not match, what the packet has and what the rule wants', () => {
  const answer = answerOf('-p tcp -m tcp ! --dport 80')
  expect(answer).toMatchObject({ is: 'no', part: '! --dport 80', reason: { code: 'excluded' } })
  expect(answer.is === 'no' && describeReason(answer.reason)).toBe('the destination port is 80, which the rule excludes')
})

test('every code is a sentence', () => {
  const measures = { got: 'eth0', want: '2', limit: '3', probability: '0.5' }
  const values = {
    ...measures,
    field: 'dport',
    module: 'set',
    what: 'x',
    target: 'X',
    set: 'the set',
    chain: 'A',
    first: 'nat',
    second: 'raw',
  }
  for (const code of REASON_CODES) expect(describeReason({ code, values }), code).toMatch(/^[a-z-].* .*[^.]$/)
  expect(REASON_FIELDS.length).toBeGreaterThan(20)
})
