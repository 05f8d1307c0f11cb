import { describe, expect, it } from 'vitest'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import type { Recording } from '@/lib/recording/recording'
import { without } from '@/lib/recording/testing/other-snapshot'
import { placesOf } from '@/server/walk/looked'
import { walkAt, walkOnceRead } from '@/server/walk/walks'

const DUMP = /^pods\/(.+)\/envoy\/config_dump\.json$/

/** A recording whose Envoys nobody has asked yet, as a live cluster has them: each one's dump comes when a question reads it. */
function unread(recording: Recording): { live: Recording; read: Set<string>; waits: () => number } {
  const read = new Set<string>()
  let waits = 0
  const isHidden = (path: string) => DUMP.test(path) && !read.has(DUMP.exec(path)?.[1] ?? '')
  const readFirst = async (netns: Iterable<string>) => {
    waits++
    const before = read.size
    for (const name of netns) if (recording.snapshotAt(0).read(`pods/${name}/envoy/config_dump.json`)) read.add(name)
    return read.size > before
  }
  const live: Recording = Object.create(recording, {
    grows: { value: { shapeAt: 0, looked: () => {}, readFirst, askIstiod: async () => {} } },
    markAt: { value: () => read.size },
    snapshotAt: { value: () => without(recording.snapshotAt(0), isHidden) },
  })
  return { live, read, waits: () => waits }
}

describe('a question to a live cluster that has not asked its Envoys', () => {
  it.each(recordingNames())('%s: has those on its way read, one behind the other, and no others', async (name) => {
    const recording = recordingNamed(name)
    for (const request of recording.requests.filter(({ sent }) => sent.compare).slice(0, 3)) {
      const question = questionOfRequest(request, 0)
      const whole = walkAt(recording, question)
      const { live, read, waits } = unread(recording)
      expect(await walkOnceRead(live, question)).toEqual(whole)
      const onTheWay = [...placesOf(whole.steps)].filter((netns) => recording.snapshotAt(0).read(`pods/${netns}/envoy/config_dump.json`))
      expect([...read].sort()).toEqual(onTheWay.sort())
      expect(waits()).toBeLessThanOrEqual(onTheWay.length + 1)
    }
  })
})
