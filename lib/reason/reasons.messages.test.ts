import { readFileSync } from 'node:fs'
import { createTranslator } from 'next-intl'
import { describe, expect, test } from 'vitest'
import { ERROR_REASONS } from '@/lib/api/error-reasons'
import { PROBLEM_REASONS } from '@/lib/api/problem-reasons'
import { RECORDING_REASONS } from '@/lib/api/recording-reasons'
import { ENVOY_REASONS, readEnvoyReason } from '@/lib/envoy/reasons'
import { COMPUTED_REASONS } from '@/lib/mesh/computed/reasons'
import { OVERVIEW_NOTES } from '@/lib/mesh/overview/notes'
import { ROUTE_REASONS } from '@/lib/netfilter/routing/reasons'
import { fill, reader } from '@/lib/reason/sentence'
import { sayBy, spokenWalk } from '@/lib/reason/spoken'
import { AGREEMENT_REASONS } from '@/lib/walk/agreement/words'
import { because, followedBy, WALK_REASONS } from '@/lib/walk/reasons'
import { STEP_WORDS } from '@/lib/walk/words'
import enAgreement from '@/messages/en/agreement.json'
import enComputed from '@/messages/en/computed.json'
import enEnvoy from '@/messages/en/envoy.json'
import enError from '@/messages/en/error.json'
import enOverview from '@/messages/en/overview.json'
import enProblem from '@/messages/en/problem.json'
import enRecording from '@/messages/en/recording.json'
import enRoute from '@/messages/en/route.json'
import enWalk from '@/messages/en/walk.json'
import enWord from '@/messages/en/word.json'
import koAgreement from '@/messages/ko/agreement.json'
import koComputed from '@/messages/ko/computed.json'
import koEnvoy from '@/messages/ko/envoy.json'
import koError from '@/messages/ko/error.json'
import koOverview from '@/messages/ko/overview.json'
import koProblem from '@/messages/ko/problem.json'
import koRecording from '@/messages/ko/recording.json'
import koRoute from '@/messages/ko/route.json'
import koWalk from '@/messages/ko/walk.json'
import koWord from '@/messages/ko/word.json'

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

describe.each([
  ['walk', WALK_REASONS, enWalk.reason, koWalk.reason],
  ['envoy', ENVOY_REASONS, enEnvoy.reason, koEnvoy.reason],
  ['computed', COMPUTED_REASONS, enComputed.reason, koComputed.reason],
  ['error', ERROR_REASONS, enError.reason, koError.reason],
  ['problem', PROBLEM_REASONS, enProblem.reason, koProblem.reason],
  ['agreement', AGREEMENT_REASONS, enAgreement.reason, koAgreement.reason],
  ['recording', RECORDING_REASONS, enRecording.reason, koRecording.reason],
  ['route', ROUTE_REASONS, enRoute.reason, koRoute.reason],
  ['word', STEP_WORDS, enWord.reason, koWord.reason],
  ['overview', OVERVIEW_NOTES, enOverview.reason, koOverview.reason],
])('the reasons of %s', (_, sentences, en, ko) => {
  test('the English messages are the sentences that the API says', () => {
    expect(en).toEqual(sentences)
  })

  test('every one has its Korean words, with the same values', () => {
    const korean = new Map(Object.entries(ko))
    expect([...korean.keys()].sort()).toEqual(Object.keys(sentences).sort())
    for (const [code, sentence] of Object.entries(sentences)) {
      expect(placeholders(korean.get(code) ?? ''), code).toEqual(placeholders(sentence))
    }
  })
})

test('a sentence with values in it is read back as what made it', () => {
  for (const [code, sentence] of Object.entries(ENVOY_REASONS)) {
    // What only puts others together is read by them.
    if (sentence === ENVOY_REASONS.list || sentence === ENVOY_REASONS['of-part']) continue
    const values = Object.fromEntries(placeholders(sentence).map((name) => [name ?? '', `<${name}>`]))
    expect(readEnvoyReason(fill(sentence, values)), code).toEqual({ code: `envoy.${code}`, values })
  }
})

test('a sentence in a sentence is said in the same language, and so is each of a list', () => {
  const text = 'None of the 2 endpoints is healthy: ejected by outlier detection, EDS health UNHEALTHY.'
  const messages = Object.fromEntries([['envoy', JSON.parse(readFileSync('messages/ko/envoy.json', 'utf8'))]])
  const say = sayBy(createTranslator({ locale: 'ko', messages }))
  const code = readEnvoyReason(text)
  expect(code && say(code)).toBe('엔드포인트 2개 가운데 정상인 것이 없습니다: 이상치 탐지로 제외됨, EDS 상태 UNHEALTHY.')
  const part = readEnvoyReason('header x-user: the request does not have it')
  expect(part && say(part)).toBe('header x-user: 요청에 없습니다')
})

test('Envoy’s own words are data', () => {
  expect(readEnvoyReason('rbac_access_denied_matched_policy[ns[default]-policy[deny]-rule[0]]')).toBeNull()
  expect(reader('x', { a: 'from {one} to {two}' })('from here')).toBeNull()
})

test('a walk is said in other words, and what has no code stays', () => {
  const { reason, reasonCode } = followedBy(because('no-route', { netns: 'n1', dst: '10.0.0.1' }), { reason: 'own words' })
  expect(reason).toBe('n1 has no route to 10.0.0.1 own words')
  const skipped = [
    { index: 1, rule: '-j A', part: '-p tcp', why: 'english', code: 'netfilter.absent', values: {} },
    { index: 2, rule: '-j B', part: 'health', why: 'data' },
  ]
  const verdict = { kind: 'unreachable' as const, reason, reasonCode }
  const walk = { verdict, steps: [{ kind: 'routing' as const, skipped, facts: { decision: 'x' }, evidence: [], verdict }] }
  const said = spokenWalk(walk, ({ code, because: cause }) => [code, cause?.values.text].filter(Boolean).join(' + '))
  expect(said.verdict.reason).toBe('walk.no-route + own words')
  expect(said.steps[0]?.verdict?.reason).toBe('walk.no-route + own words')
  expect(said.steps[0]?.skipped?.map(({ why }) => why)).toEqual(['netfilter.absent', 'data'])
  expect(said.steps[0]?.facts).toEqual({ decision: 'x' })
})
