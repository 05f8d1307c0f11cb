import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { Uploads } from '@/server/source/uploads'

const HOUR_MS = 60 * 60 * 1000
const nothingTaken: ReadonlySet<string> = new Set()

/** `ballast`: bytes that do not shrink in the zip. */
const recording = (name: string, ballast = 0) =>
  zipSync(
    {
      'scenario.json': strToU8(JSON.stringify({ format: 1, name, title: { en: name, ko: name }, nodes: [] })),
      ...(ballast > 0 ? { 'ballast.bin': new Uint8Array(ballast) } : {}),
    },
    { level: 0 },
  )
const names = (uploads: Uploads, session: string) => uploads.of(session).map((found) => found.name)

it('shows an upload to its own session only, under a name that is free', async () => {
  const uploads = new Uploads()
  expect(await uploads.add('a', recording('demo'), 'demo.zip', new Set(['demo']))).toMatchObject({ ok: true })
  expect(names(uploads, 'a')).toHaveLength(1)
  expect(names(uploads, 'a')).not.toContain('demo')
  expect(names(uploads, 'b')).toEqual([])
  expect(uploads.of(null)).toEqual([])
})

it('replaces a recording that is dropped again, and refuses what is none', async () => {
  const uploads = new Uploads()
  await uploads.add('a', recording('one'), 'one.zip', nothingTaken)
  await uploads.add('a', recording('one'), 'one.zip', nothingTaken)
  expect(names(uploads, 'a')).toEqual(['one'])
  const refused = await uploads.add('a', strToU8('no zip'), 'bad.zip', nothingTaken)
  expect(refused).toMatchObject({ ok: false, problem: { entry: 'bad.zip', message: expect.stringContaining('not a zip') } })
  expect(names(uploads, 'a')).toEqual(['one'])
})

it('keeps eight a session: the oldest goes', async () => {
  const uploads = new Uploads()
  for (let n = 1; n <= 9; n++) await uploads.add('a', recording(`r${n}`), `r${n}.zip`, nothingTaken)
  expect(names(uploads, 'a')).toEqual(['r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9'])
})

it('forgets a session that asked nothing for two hours; each question begins them anew', async () => {
  let now = 0
  const uploads = new Uploads(() => now)
  await uploads.add('a', recording('mine'), 'mine.zip', nothingTaken)
  now = 1.9 * HOUR_MS
  expect(names(uploads, 'a')).toEqual(['mine'])
  now = 3.8 * HOUR_MS
  expect(names(uploads, 'a')).toEqual(['mine'])
  now = 5.9 * HOUR_MS
  expect(names(uploads, 'a')).toEqual([])
})

it('keeps 256 MiB in all: the session that was longest idle loses its own first', async () => {
  let now = 0
  const uploads = new Uploads(() => now++)
  const large = 60 * 1024 * 1024
  for (const session of ['old', 'b', 'c', 'd']) await uploads.add(session, recording(session, large), `${session}.zip`, nothingTaken)
  expect(names(uploads, 'old')).toEqual(['old'])
  // Asking made “old” the newest, so “b” is the one that was idle for longest.
  await uploads.add('e', recording('e', large), 'e.zip', nothingTaken)
  expect(['old', 'b', 'c', 'd', 'e'].map((session) => names(uploads, session))).toEqual([['old'], [], ['c'], ['d'], ['e']])
})
