import { readFileSync } from 'node:fs'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { openRecording } from '@/lib/recording/open'
import type { Recording } from '@/lib/recording/recording'
import fc from '@/lib/testing/fast-check'
import { Failure } from '@/server/http/failure'
import { answerText, jobs } from '@/server/threads/jobs'
import type { JobName } from '@/server/threads/queries'

const FILE = 'recordings/nginx-nodeport.zip'
/** What was seen at the beginning, and one request. */
const isKept = (entry: string) => !/^(versions|timeline)\/|^requests\/(?!01-)/.test(entry)
const whole = Object.fromEntries(Object.entries(unzipSync(new Uint8Array(readFileSync(FILE)))).filter(([entry]) => isKept(entry)))
// Without a scenario it is no recording (lib/recording/open.test.ts).
const entries = Object.keys(whole).filter((entry) => entry.endsWith('.json') && entry !== 'scenario.json')

const WRONG: unknown[] = [null, -1, 1e308, 'x', '', [], {}, [null], [[]], true, { a: null }, '__proto__', '\u0000']
type Container = Record<string, unknown>
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null

/** Puts a value where another was: `turns` choose the way down, and `depth` how far. */
function damage(tree: unknown, turns: readonly number[], depth: number, value: unknown): void {
  let at = tree
  for (const [level, turn] of turns.entries()) {
    if (!isContainer(at)) return
    const keys = Object.keys(at)
    const key = keys[turn % keys.length]
    if (key === undefined) return
    const child = at[key]
    if (level >= depth || !isContainer(child) || Object.keys(child).length === 0) {
      at[key] = value
      return
    }
    at = child
  }
}

const damages = fc.array(
  fc.tuple(
    fc.constantFrom(...entries),
    fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
    fc.integer({ min: 1, max: 11 }),
    fc.constantFrom(...WRONG),
  ),
  { minLength: 100, maxLength: 200 },
)

function damaged(changes: readonly (readonly [string, readonly number[], number, unknown])[]): Recording | null {
  const files = { ...whole }
  for (const [entry, turns, depth, value] of changes) {
    const tree: unknown = JSON.parse(strFromU8(files[entry] ?? strToU8('null')))
    damage(tree, turns, depth, value)
    files[entry] = strToU8(JSON.stringify(tree))
  }
  const opened = openRecording(zipSync(files, { level: 0 }), 'damaged.zip')
  return opened.ok ? opened.value : null
}

/** What every view asks. */
function questions(recording: Recording): [JobName, Record<string, unknown>][] {
  const proxy = 'nginx-pod.default'
  const sent = recording.requests.map(({ id }): [JobName, Record<string, unknown>] => ['request', { id }])
  const kinds = ['listeners', 'routes', 'clusters', 'endpoints', 'secrets', 'bootstrap', 'ecds']
  const types = ['clusters', 'listeners', 'routes']
  const places = ['default.nginx-pod', 'k3s-w1']
  return [
    ...(['proxies', 'overview', 'analysis', 'choices', 'strips', 'timeline', 'activity'] as const).map((job): [JobName, object] => [
      job,
      {},
    ]),
    ...(['proxy-history', 'proxy-differences'] as const).map((job): [JobName, object] => [job, { proxy }]),
    ['describe', { pod: proxy }],
    ...kinds.map((kind): [JobName, object] => ['config', { proxy, kind }]),
    ...types.map((type): [JobName, object] => ['diff', { proxy, type }]),
    ...places.flatMap((netns) =>
      (['netfilter', 'netfilter-outline', 'netfilter-computed', 'netfilter-connections'] as const).map((job): [JobName, object] => [
        job,
        { netns },
      ]),
    ),
    ...sent,
  ] as [JobName, Record<string, unknown>][]
}

test('whatever stands in a recording’s objects and dumps, every view has an answer or says what is not there', async () => {
  let answers = 0
  const asked = fc.asyncProperty(damages, async (changes) => {
    const recording = damaged(changes)
    if (!recording) return
    for (const [job, query] of questions(recording)) {
      try {
        await answerText(job, { name: 'damaged', recording }, jobs[job].query.parse(query))
        answers++
      } catch (error) {
        if (!(error instanceof Failure)) throw new Error(`${job}: ${error instanceof Error ? error.stack : error}`)
      }
    }
  })
  await fc.assert(asked, { seed: 1, numRuns: 20, endOnFailure: true })
  expect(answers).toBeGreaterThan(100)
}, 60_000)
