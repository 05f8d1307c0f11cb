import { readFileSync } from 'node:fs'
import { createTranslator } from 'next-intl'
import { describe, expect, it } from 'vitest'
import type { Step, Verdict, Walk } from '@/lib/api/step'
import { sayBy } from '@/lib/reason/spoken'
import { compareWalk, type RecordedSend } from '@/lib/walk/agreement/compare'
import { because } from '@/lib/walk/reasons'

const rule = (netns: string, text: string): Step => ({ kind: 'rule', netns, rule: text, evidence: [] })
const delivered: Verdict = { kind: 'delivered', reason: 'got it' }
const linear = (...steps: Step[]): Walk => ({ verdict: delivered, steps })
const send = (traced: Record<string, string[]>, more: Partial<RecordedSend> = {}): RecordedSend => ({
  outcome: { exit: 0, status: 200 },
  traced: new Map(Object.entries(traced)),
  upstreams: null,
  flags: [],
  ...more,
})
const forked: Walk = {
  verdict: delivered,
  steps: [
    {
      ...rule('n', 'first'),
      branches: [
        { probability: 0.5, steps: [rule('n', 'a')], verdict: delivered },
        { probability: 0.5, steps: [rule('n', 'b')], verdict: delivered },
        { probability: 0, steps: [rule('n', 'never')], verdict: delivered },
      ],
    },
  ],
}

describe('compareWalk', () => {
  it('agrees where every traced namespace has the same rules in the same order', () => {
    const agreement = compareWalk(linear(rule('n', 'a'), rule('other', 'x'), rule('n', 'b')), [send({ n: ['a', 'b'] })], 'equal')
    expect(agreement).toMatchObject({ agrees: true, match: { agreed: 2, of: 2 }, differences: [] })
  })
  it('takes a native rule that was traced with its counter for the same', () => {
    const walk = linear(rule('n', 'oifname "lo" counter return'), rule('n', '-A A -m comment --comment "counter packets 1 bytes 2"'))
    const traced = ['oifname "lo" counter packets 5 bytes 300 return', '-A A -m comment --comment "counter packets 1 bytes 2"']
    expect(compareWalk(walk, [send({ n: traced })], 'equal')).toMatchObject({ agrees: true, match: { agreed: 2, of: 2 } })
  })
  it('names the first rule that differs', () => {
    const agreement = compareWalk(linear(rule('n', 'a')), [send({ n: ['a', 'b'] })], 'equal')
    expect(agreement).toMatchObject({ agrees: false, match: { agreed: 1, of: 2 }, differences: [{ netns: 'n' }] })
    expect(agreement.differences[0]).toMatchObject({
      message: 'rule 2: the walk has no more, the kernel b',
      reason: { code: 'agreement.rule', values: { position: '2', traced: 'b' }, inner: { walked: { code: 'agreement.ended' } } },
    })
  })
  it('does not agree when the walk has a rule too many', () => {
    expect(compareWalk(linear(rule('n', 'a'), rule('n', 'b')), [send({ n: ['a'] })], 'equal').agrees).toBe(false)
    expect(compareWalk(linear(rule('n', 'a')), [send({ n: [] })], 'equal').agrees).toBe(false)
  })
  it('follows another branch for each send, but none of probability 0', () => {
    expect(compareWalk(forked, [send({ n: ['first', 'a'] }), send({ n: ['first', 'b'] })], 'equal').agrees).toBe(true)
    expect(compareWalk(forked, [send({ n: ['first', 'never'] })], 'equal').agrees).toBe(false)
  })
  it('lets the kernel see more where the app called others, and less where a connection was reused', () => {
    const walk = linear(rule('n', 'a'), rule('n', 'b'))
    expect(compareWalk(walk, [send({ n: ['a', 'x', 'b'] })], 'fanout')).toMatchObject({ agrees: true, match: { agreed: 2, of: 2 } })
    expect(compareWalk(walk, [send({ n: ['b'] })], 'pooled').agrees).toBe(true)
    expect(compareWalk(walk, [send({ n: ['b', 'a'] })], 'fanout').agrees).toBe(false)
  })
  it('wants the upstream of the access log on the same way', () => {
    const walk = linear({ kind: 'endpoint', proxy: 'p', cluster: 'c', endpoint: '10.0.0.1:80', evidence: [] })
    const line = { proxy: 'p', cluster: 'c', host: '10.0.0.1:80', route: null }
    expect(compareWalk(walk, [send({}, { upstreams: [line] })], 'equal').agrees).toBe(true)
    expect(compareWalk(walk, [send({}, { upstreams: [{ ...line, host: '10.0.0.2:80' }] })], 'equal').agrees).toBe(false)
  })
  it.each([
    ['delivered', 0, 404, true],
    ['delivered', 28, 0, false],
    ['dropped', 28, 0, true],
    ['dropped', 7, 0, false],
    ['rejected', 7, 0, true],
    ['reset', 56, 0, true],
    ['reset', 0, 200, false],
    ['unreachable', 6, 0, true],
    ['unknown', 0, 200, false],
  ] as const)('%s with curl %i and status %i fits: %s', (kind, exit, status, fits) => {
    const walk: Walk = { verdict: { kind, reason: 'because' }, steps: [] }
    expect(compareWalk(walk, [send({}, { outcome: { exit, status } })], 'equal').agrees).toBe(fits)
  })
  it('wants status and flags of an answer that a proxy gave', () => {
    const walk: Walk = { verdict: { kind: 'answered', status: 404, flags: 'NR', reason: 'no route' }, steps: [] }
    const outcome = { exit: 0, status: 404 }
    expect(compareWalk(walk, [send({}, { outcome, flags: ['NR'] })], 'equal').agrees).toBe(true)
    expect(compareWalk(walk, [send({}, { outcome, flags: ['UH'] })], 'equal').agrees).toBe(false)
    const other = compareWalk(walk, [send({}, { outcome: { exit: 0, status: 503 }, flags: ['NR'] })], 'equal')
    expect(other.differences).toMatchObject([{ message: 'answered 404 (no route), but curl 0, status 503' }])
  })

  it('says each difference in a sentence that has a translation', () => {
    const walk: Walk = { verdict: { kind: 'dropped', ...because('no-way', { dst: 'x' }) }, steps: [rule('n', 'a')] }
    const sends = [send({ n: ['b'] }), send({ n: ['b'] })]
    const read = (name: string) => [name, JSON.parse(readFileSync(`messages/ko/${name}.json`, 'utf8'))]
    const messages = Object.fromEntries(['agreement', 'walk'].map(read))
    const say = sayBy(createTranslator({ locale: 'ko', messages }))
    expect(
      compareWalk(walk, sends, 'equal')
        .differences.map(({ reason }) => reason && say(reason))
        .slice(0, 2),
    ).toEqual([
      '1번째 전송: 규칙 1: 경로는 a, 커널은 b',
      '1번째 전송: 예측: 드롭됨 (x(으)로 가는 길이 없습니다) · 기록: curl 0, 상태 코드 200',
    ])
  })
})
