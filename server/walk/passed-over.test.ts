import { expect, test } from 'vitest'
import { skippedQuery } from '@/lib/api/query'
import type { Step } from '@/lib/api/step'
import { recordingNamed } from '@/lib/istio/testing/recordings'
import { pageOf, passedIn } from '@/lib/path/passed-over'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import { skippedAt } from '@/server/walk/skipped'
import { walkAt } from '@/server/walk/walks'

const all = (steps: readonly Step[]): Step[] => steps.flatMap((step) => [step, ...(step.branches ?? []).flatMap(({ steps }) => all(steps))])

test('each rule of a long chain is on the page that is asked for, with its reason', () => {
  const recording = recordingNamed('scale-1000')
  const request = recording.requests[0]
  if (!request) throw new Error('no request')
  const question = questionOfRequest(request)
  const step = all(walkAt(recording, question).steps).find((one) => (one.skippedCount ?? 0) > 500)
  if (!step) throw new Error('no long chain')
  const passed = passedIn([step])
  const nearest = step.skipped?.at(-1)?.index ?? 0
  expect(pageOf(passed, nearest, 200)).toBeNull()
  expect(passed.known.get(nearest)?.why).toBe(step.skipped?.at(-1)?.why)
  expect(pageOf(passed, nearest + 1, 200)).toBeNull()
  const { headers, host, container, ...rest } = question
  for (const index of [1, 2, 199, 200, 201, 350]) {
    const page = pageOf(passed, index, 200)
    const query = {
      ...rest,
      host: host ?? undefined,
      container: container ?? undefined,
      header: headers.map(([name, value]) => `${name}:${value}`),
    }
    const { rules } = skippedAt(recording, skippedQuery.parse({ ...query, ...page, limit: 200 }))
    expect(rules.find((rule) => rule.index === index)?.why).toMatch(/./)
  }
})
