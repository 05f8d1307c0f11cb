import { expect, test } from 'vitest'
import { netfilterComputedSchema } from '@/lib/api/netfilter-computed'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { Failure } from '@/server/http/failure'
import { computedAt } from '@/server/netfilter/computed'
import { meshAt } from '@/server/walk/mesh-cache'

test('every namespace of every recording: as many equal rules as were computed, and in the schema', () => {
  let namespaces = 0
  for (const name of recordingNames()) {
    const recording = recordingNamed(name)
    for (const netns of meshAt(recording, 0).netnsNames) {
      const answer = netfilterComputedSchema.parse(computedAt(recording, netns, 0))
      expect([answer.why, answer.text, answer.leftOut]).toEqual([null, null, 0])
      if (answer.equal !== null) expect(answer.equal, `${name} ${netns}`).toBe(answer.computed)
      namespaces++
    }
  }
  expect(namespaces).toBeGreaterThan(0)
})

test('a namespace that nobody saw is not found', () => {
  const recording = recordingNamed(recordingNames()[0] ?? '')
  expect(() => computedAt(recording, 'nobody', 0)).toThrow(Failure)
})
