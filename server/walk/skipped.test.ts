import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { skippedQuery } from '@/lib/api/query'
import { skippedAnswerSchema } from '@/lib/api/skipped'
import type { Step } from '@/lib/api/step'
import { openRecording } from '@/lib/recording/open'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import type { Recording } from '@/lib/recording/recording'
import { skippedAt } from '@/server/walk/skipped'
import { walkAt } from '@/server/walk/walks'

const folder = 'recordings'

function* opened(): Generator<Recording> {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.zip'))) {
    const result = openRecording(new Uint8Array(readFileSync(resolve(folder, file))), file)
    if (result.ok) yield result.value
  }
}

function stepsOf(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...(step.branches ?? []).flatMap((branch) => stepsOf(branch.steps))])
}

/** Steps of the recorded requests that passed over more rules than they name, at most one a recording. */
function* longSteps(): Generator<{ recording: Recording; query: Record<string, unknown>; step: Step }> {
  for (const recording of opened()) {
    for (const request of recording.requests.slice(0, 1)) {
      const question = questionOfRequest(request)
      const step = stepsOf(walkAt(recording, question).steps).find((one) => one.skippedAt !== undefined)
      const { headers, host, container, ...rest } = question
      const query = {
        ...rest,
        host: host ?? undefined,
        container: container ?? undefined,
        header: headers.map(([name, value]) => `${name}:${value}`),
      }
      if (step) yield { recording, query, step }
    }
  }
}

it('gives every rule that was passed over, the last of which the step itself names', () => {
  let asked = 0
  for (const { recording, query, step } of longSteps()) {
    const ask = (more: object) =>
      skippedAnswerSchema.parse(skippedAt(recording, skippedQuery.parse({ ...query, skippedAt: step.skippedAt, ...more })))
    const count = step.skippedCount ?? 0
    const named = step.skipped ?? []
    const end = ask({ offset: count - named.length })
    expect(end).toMatchObject({ count, rules: named })
    expect(end.reasons.reduce((sum, reason) => sum + reason.count, 0)).toBe(count)
    const begin = ask({ limit: 5 })
    expect(begin.rules).toHaveLength(5)
    expect(begin.rules.map(({ index }) => index)).toEqual([...begin.rules.map(({ index }) => index)].sort((a, b) => a - b))
    expect(begin.rules[0]?.index).toBeLessThan(named[0]?.index ?? 0)
    if (++asked === 3) break
  }
  expect(asked).toBeGreaterThan(0)
})

it('is not found where no step has the number', () => {
  for (const { recording, query } of longSteps()) {
    expect(() => skippedAt(recording, skippedQuery.parse({ ...query, skippedAt: 10_000 }))).toThrow('passed-over')
    return
  }
  expect.unreachable()
})
