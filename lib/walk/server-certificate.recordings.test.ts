import { expect, test } from 'vitest'
import type { Step } from '@/lib/api/step'
import { recordingNamed } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import { without } from '@/lib/recording/testing/other-snapshot'
import { walk } from '@/lib/walk/walk'

const recording = recordingNamed('mtls-strict')

const all = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...(step.branches ?? []).flatMap((branch) => all(branch.steps))])

/** Every recorded request's endpoints that are asked for names, and the filter chains that a walk meets; with nothing seen of some pods. */
function asked(isUnseen: (pod: string) => boolean) {
  const steps = recording.requests.flatMap((request) => {
    const snapshot = without(recording.snapshotAt(request.sent.at), (path) => isUnseen(/^pods\/([^/]+)\//.exec(path)?.[1] ?? ''))
    return all(walk(buildMesh(snapshot, factsOfRecording(recording)), questionOfRequest(request)).steps)
  })
  return {
    endpoints: steps.filter(({ kind, facts }) => kind === 'endpoint' && facts?.SANs !== undefined),
    chains: steps.filter(({ kind, facts }) => kind === 'filterChain' && facts?.['server certificate'] !== undefined),
  }
}

test('a proxy that was seen looks at the certificate that it shows, beside the server name that it was asked by', () => {
  const { endpoints, chains } = asked(() => false)
  expect(endpoints.length).toBeGreaterThan(0)
  expect(endpoints.flatMap(({ facts }) => facts?.['server certificate'] ?? [])).toEqual([])
  for (const { facts } of chains) {
    expect(facts?.['server certificate']).toMatch(/^spiffe:/)
    expect(facts?.['server name']).toMatch(/^outbound_/)
  }
  expect(chains.length).toBeGreaterThan(0)
})

test('of a server whose proxy was not seen the endpoint says that its certificate was not checked', () => {
  const { endpoints, chains } = asked((pod) => !pod.startsWith('istio-system.') && !pod.startsWith('default.client'))
  expect(chains).toEqual([])
  expect(endpoints.length).toBeGreaterThan(0)
  for (const { facts, factCodes } of endpoints) {
    expect(facts?.['server certificate']).toBe('not checked: the server’s certificate was not seen')
    expect(factCodes?.['server certificate']?.code).toBe('word.not-checked-unseen')
  }
})
