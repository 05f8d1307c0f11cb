import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createTranslator } from 'next-intl'
import { describe, expect, it } from 'vitest'
import type { Step, Walk } from '@/lib/api/step'
import type { ReasonCode } from '@/lib/reason/sentence'
import { type Say, sayBy } from '@/lib/reason/spoken'
import { openRecording } from '@/lib/recording/open'
import { requestAnswer } from '@/server/walk/request'

const SHARED = resolve('../shared/recordings')
const folder = existsSync(SHARED) ? SHARED : resolve('recordings')
const files = readdirSync(folder).filter((file) => file.endsWith('.zip'))

const errors: string[] = []
function sayIn(locale: string): Say {
  const read = (name: string) => [name, JSON.parse(readFileSync(`messages/${locale}/${name}.json`, 'utf8'))]
  const messages = Object.fromEntries(['walk', 'envoy', 'netfilter'].map(read))
  return sayBy(createTranslator({ locale, messages, onError: (error) => errors.push(error.message) }))
}
const english = sayIn('en')
const korean = sayIn('ko')

/** Envoy's own words, as its access log prints them. */
const ownWords = /^(rbac_access_denied_matched_policy\[|jwt_authn_access_denied\{)/

type Said = { text: string; code: ReasonCode | undefined }

function saidBy(step: Step): Said[] {
  return [
    ...(step.reason ? [{ text: step.reason, code: step.reasonCode }] : []),
    ...(step.verdict ? [{ text: step.verdict.reason, code: step.verdict.reasonCode }] : []),
    ...(step.facts?.decision && step.kind === 'routing' ? [{ text: step.facts.decision, code: step.decisionCode }] : []),
    ...(step.skipped ?? []).map(({ why, code, values }) => ({ text: why, code: code ? { code, values: values ?? {} } : undefined })),
    ...(step.branches ?? []).flatMap(saidIn),
  ]
}

function saidIn(walk: Walk): Said[] {
  return [{ text: walk.verdict.reason, code: walk.verdict.reasonCode }, ...walk.steps.flatMap(saidBy)]
}

describe('the reasons of every recorded walk', () => {
  it.each(files)('%s', (file) => {
    const opened = openRecording(new Uint8Array(readFileSync(resolve(folder, file))), file)
    if (!opened.ok) throw new Error(opened.problem.message)
    const recording = opened.value
    const said = recording.requests.flatMap((request) => saidIn(requestAnswer(recording, request, request.sent.at).walk))
    const once = new Map(said.map((one) => [one.text, one]))
    const untold: string[] = []
    for (const { text, code } of once.values()) {
      if (!code) {
        if (!ownWords.test(text)) untold.push(text)
        continue
      }
      expect(english(code)).toBe(text)
      expect(korean(code), text).toMatch(/[가-힣]/)
    }
    expect(untold).toEqual([])
    expect(errors).toEqual([])
  })
})
