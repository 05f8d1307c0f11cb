import { describe, expect, test } from 'vitest'
import type { Step, Walk } from '@/lib/api/step'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { isGap } from '@/lib/mesh/computed/model'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import { without } from '@/lib/recording/testing/other-snapshot'
import { walk } from '@/lib/walk/walk'

const DUMPS = /\/(iptables-save|ip6tables-save|iptables-legacy-save|nft)\.(txt|json)$/

/** Whether a path holds rules of one namespace. */
const rulesOf = (folder: string) => (path: string) => path.startsWith(`${folder}/`) && DUMPS.test(path)

const all = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...(step.branches ?? []).flatMap((branch) => all(branch.steps))])
const ended = ({ verdict: { kind, status, flags } }: Walk) => ({ kind, status, flags })

describe('a namespace whose rules were not observed is walked by computed ones, and says so', () => {
  test.each(recordingNames())(
    '%s',
    (name) => {
      const recording = recordingNamed(name)
      const facts = factsOfRecording(recording)
      let same = 0
      let hidden = 0
      const other: string[] = []
      for (const request of recording.requests.slice(0, 8)) {
        const { sent } = request
        const snapshot = recording.snapshotAt(sent.at)
        const question = questionOfRequest({ sent })
        const mesh = buildMesh(snapshot, facts)
        const seen = walk(mesh, question)
        const places = new Set(all(seen.steps).flatMap((step) => (step.kind === 'rule' && step.netns ? [step.netns] : [])))
        for (const place of places) {
          const netns = mesh.netns(place)
          if (!netns || netns.kind === 'client') continue
          const blind = buildMesh(without(snapshot, rulesOf(netns.folder)), facts)
          const computed = walk(blind, question)
          const made = blind.netns(place)?.computed()
          if (made && isGap(made)) {
            expect(computed.verdict.kind).toBe('unknown')
            expect(all(computed.steps).some(({ reason }) => reason?.includes(made.why.reason))).toBe(true)
            continue
          }
          hidden++
          const here = all(computed.steps).filter(
            (step) => step.netns === place && (step.kind === 'rule' || step.kind === 'hook' || step.kind === 'policy'),
          )
          if (JSON.stringify(ended(seen)) === JSON.stringify(ended(computed))) same++
          else
            other.push(
              `${request.key} without ${place}: ${JSON.stringify(ended(seen))} → ${JSON.stringify(ended(computed))} ${computed.verdict.reason}`,
            )
          expect(here.every((step) => step.computed === true && step.counter === undefined)).toBe(true)
          expect(all(computed.steps).every((step) => step.netns === place || step.computed === undefined)).toBe(true)
        }
      }
      console.log(`${name}: same verdict ${same} of ${hidden}`)
      expect(other).toEqual([])
    },
    120_000,
  )
})
