import { expect, it, vi } from 'vitest'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import type { Recording } from '@/lib/recording/recording'
import { keptByMoment } from '@/server/walk/kept-by-moment'

const recording = recordingNamed(recordingNames()[0] ?? '')

it('makes an answer once for moments that show the same, and once for each recording', async () => {
  const make = vi.fn(async (of: Recording) => of.requests.length)
  const kept = keptByMoment(make)
  expect(kept(recording, 1)).toBe(kept(recording, 1))
  expect(await kept(recording, 1)).toBe(recording.requests.length)
  expect(make).toHaveBeenCalledTimes(1)
  await kept({ ...recording, markAt: recording.markAt }, 1)
  expect(make).toHaveBeenCalledTimes(2)
})

it('makes again what failed', async () => {
  const make = vi.fn(async () => 'made').mockRejectedValueOnce(new Error('too large'))
  const kept = keptByMoment(make)
  await expect(kept(recording, 1)).rejects.toThrow('too large')
  expect(await kept(recording, 1)).toBe('made')
})

it('lets the oldest go', async () => {
  const make = vi.fn(async (_: Recording, at: number) => at)
  const kept = keptByMoment(make)
  const each = { ...recording, markAt: (at: number) => at }
  for (let at = 1; at <= 9; at++) await kept(each, at)
  await kept(each, 9)
  expect(make).toHaveBeenCalledTimes(9)
  await kept(each, 1)
  expect(make).toHaveBeenCalledTimes(10)
})
