import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Question } from '@/lib/api/question'
import type { Step } from '@/lib/api/step'
import { openRecording } from '@/lib/recording/open'
import type { Recording } from '@/lib/recording/recording'
import { pathsOf } from '@/lib/walk/agreement/paths'
import { walkAt } from '@/server/walk/walks'

function recorded(name: string): Recording {
  const opened = openRecording(new Uint8Array(readFileSync(resolve('recordings', `${name}.zip`))), name)
  if (!opened.ok) throw new Error(opened.problem.message)
  return opened.value
}

const demo = recorded('nginx-nodeport')
const sent = demo.requests[0]?.sent
const ask = (more: Partial<Question>, recording = demo) =>
  walkAt(recording, {
    from: sent?.from ?? '',
    url: sent?.url ?? '',
    host: null,
    container: null,
    method: 'GET',
    headers: [],
    at: 0,
    ...more,
  })
const last = (steps: readonly Step[]): Step | undefined => steps.findLast((step) => step.verdict)

describe('questions that nobody recorded', () => {
  it('a host that no route has: the gateway answers 404 at its route', () => {
    const walk = ask({ host: 'nobody.invalid' })
    expect(walk.verdict).toMatchObject({ kind: 'answered', status: 404, flags: 'NR' })
    expect(last(walk.steps)?.kind).toBe('route')
  })
  it('an address outside every recorded host walks like a client that was not observed', () => {
    const walk = ask({
      from: '198.51.100.9',
      url: `http://${sent?.outcome.remoteIP}:${sent?.outcome.remotePort}/`,
      host: new URL(sent?.url ?? '').host,
    })
    expect(walk.verdict.kind).toBe('delivered')
    expect(walk.steps[0]?.netns).toBeUndefined()
  })
  it('a name that nothing explains is an unknown step with the reason', () => {
    const walk = ask({ url: 'http://nobody.invalid/' })
    expect(walk.verdict.kind).toBe('unknown')
    expect(walk.steps.at(-1)).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('nobody.invalid') })
  })
  it.each([{ from: 'nobody' }, { url: 'ftp://a/' }])('%o says what is wrong', (more) => {
    expect(ask(more).verdict).toMatchObject({ kind: 'unknown', reason: expect.any(String) })
  })
  it('an IPv6 address of its own is refused where nothing listens', () => {
    expect(ask({ url: 'http://[::1]/' }).verdict).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('[::1]:80') })
  })
  it('each step of kind rule has the line of its dump that says so', () => {
    const walk = ask({})
    const rules = walk.steps.filter((step) => step.kind === 'rule')
    expect(rules.length).toBeGreaterThan(10)
    for (const step of rules) {
      const [evidence] = step.evidence
      const line = demo.text(evidence?.entry ?? '')?.split('\n')[(evidence?.line ?? 0) - 1]
      expect(line).toContain(step.rule)
    }
  })
  it('the way back undoes every translation, last first', () => {
    const walk = ask({})
    const undone = walk.steps.filter((step) => step.kind === 'conntrack').map((step) => step.netns)
    const made = walk.steps.filter((step) => step.op && step.op !== 'MARK').map((step) => step.netns)
    expect(undone).toEqual([...new Set(made)].toReversed())
    for (const step of walk.steps) if (step.kind === 'conntrack') expect(step.evidence[0]?.line).toBeGreaterThan(0)
  })
})

describe('forks', () => {
  const many = recorded('webpods')
  it('give the ways of a Service chances that add up to one', () => {
    const repeated = many.requests.find((request) => request.sent.repeat)
    const walk = ask({ from: repeated?.sent.from ?? '', url: repeated?.sent.url ?? '', container: repeated?.sent.container ?? null }, many)
    const paths = pathsOf(walk)
    expect(paths.length).toBeGreaterThan(1)
    expect(paths.reduce((sum, path) => sum + (path.probability ?? 0), 0)).toBeCloseTo(1, 6)
  })
})
