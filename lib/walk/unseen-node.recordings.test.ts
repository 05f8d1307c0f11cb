import { describe, expect, test } from 'vitest'
import type { Step } from '@/lib/api/step'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import type { Snapshot } from '@/lib/recording/snapshot'
import { without } from '@/lib/recording/testing/other-snapshot'
import { walk } from '@/lib/walk/walk'

/** The same observations without anything that was read on a node: what a cluster without the agent gives. */
const withoutNodes = (snapshot: Snapshot) => without(snapshot, (path) => path.startsWith('nodes/'))

const all = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...(step.branches ?? []).flatMap((branch) => all(branch.steps))])

describe('nodes that nobody looked into are walked by what Kubernetes says of them', () => {
  const tally = { same: 0, unknown: 0 }

  test.each(recordingNames().filter((name) => name !== 'scale-1000'))('%s', (name) => {
    const recording = recordingNamed(name)
    const facts = factsOfRecording(recording)
    const nodes = new Set(facts.nodes.map(({ netns }) => netns))
    const other: string[] = []
    for (const { key, sent } of recording.requests.filter(({ sent: { from } }) => !nodes.has(from)).slice(0, 12)) {
      const question = questionOfRequest({ sent })
      const snapshot = recording.snapshotAt(sent.at)
      const seen = walk(buildMesh(snapshot, facts), question)
      const computed = walk(buildMesh(withoutNodes(snapshot), facts), question)
      const onNodes = all(computed.steps).filter(({ netns, kind }) => netns && nodes.has(netns) && (kind === 'rule' || kind === 'routing'))
      expect(onNodes.every((step) => step.computed === true)).toBe(true)
      if (seen.verdict.kind === computed.verdict.kind && seen.verdict.status === computed.verdict.status) tally.same++
      else if (computed.verdict.kind === 'unknown') tally.unknown++
      else other.push(`${key}: ${seen.verdict.kind} → ${computed.verdict.kind} (${computed.verdict.reason})`)
    }
    expect(other).toEqual([])
  })

  test('mostly the same verdict, else unknown', () => {
    console.log(`without the agent: ${tally.same} the same, ${tally.unknown} unknown`)
    expect(tally.same).toBeGreaterThan(tally.unknown)
  })
})
