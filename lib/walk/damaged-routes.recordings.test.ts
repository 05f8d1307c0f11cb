import { describe, expect, it } from 'vitest'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import { rewritten } from '@/lib/recording/testing/other-snapshot'
import { walk } from '@/lib/walk/walk'

const FILES = /\/(?:ip-addr|ip-route|ip-rule|sysctl)\.json$/

describe('routes of which a file is damaged', () => {
  it.each(recordingNames())('%s: are not known, and the file, its line and its column are said', (name) => {
    const recording = recordingNamed(name)
    const request = recording.requests[0]
    if (!request) throw new Error('no request')
    const question = questionOfRequest(request)
    const seen = recording.snapshotAt(question.at)
    const sender = walk(buildMesh(seen, factsOfRecording(recording)), question).steps[0]?.netns ?? ''
    const folder = recording.netnsFolder(sender)
    const files = seen.under(folder).filter((path) => FILES.test(path))
    for (const file of files) {
      const cut = rewritten(seen, (text, path) => (path === file ? text.slice(0, Math.floor(text.length / 2)) : text))
      const { verdict, steps } = walk(buildMesh(cut, factsOfRecording(recording)), question)
      const entry = seen.read(file)?.entry ?? ''
      expect(verdict).toMatchObject({ kind: 'unknown', reasonCode: { code: 'walk.routes-unreadable', values: { entry } } })
      expect(verdict.reason).toMatch(/line \d+, column \d+/)
      expect(steps.at(-1)?.evidence.map((evidence) => evidence.entry)).toEqual([entry])
    }
    expect(files.length).toBeGreaterThan(0)
  })
})
