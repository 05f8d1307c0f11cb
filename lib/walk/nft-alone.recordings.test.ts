import { expect, test } from 'vitest'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import { without } from '@/lib/recording/testing/other-snapshot'
import { walk } from '@/lib/walk/walk'

/* nft lists of iptables' own matches and targets no more than their names: what iptables-save prints of them was not read. */

test.each(recordingNames())('%s: with nft’s list alone every request is walked as far as it can be told', (name) => {
  const recording = recordingNamed(name)
  for (const request of recording.requests) {
    const seen = recording.snapshotAt(request.sent.at)
    const mesh = buildMesh(
      without(seen, (path) => path.endsWith('/iptables-save.txt')),
      factsOfRecording(recording),
    )
    const { verdict, steps } = walk(mesh, questionOfRequest(request))
    expect(steps.length, `${request.id}: ${verdict.reason}`).toBeGreaterThan(0)
    expect(verdict.reason).not.toContain('parts')
  }
})
