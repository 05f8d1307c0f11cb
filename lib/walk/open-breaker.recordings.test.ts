import { expect, test } from 'vitest'
import { recordingNamed } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import type { Snapshot } from '@/lib/recording/snapshot'
import { rewritten } from '@/lib/recording/testing/other-snapshot'
import { walk } from '@/lib/walk/walk'

const CLUSTER = 'outbound|80||svc-nginx.default.svc.cluster.local'

interface Statuses {
  cluster_statuses: { name: string; host_statuses?: { stats: { name: string; value?: string }[] }[] }[]
}

/** The recording as it would be had this many requests been under way from the gateway, and three been allowed. */
function loaded(snapshot: Snapshot, requests: number): Snapshot {
  const change = (path: string, text: string): string => {
    if (!path.includes('ingressgateway')) return text
    if (path.endsWith('config_dump.json')) return text.replaceAll(/("max_requests":\s*)4294967295/g, '$13')
    if (!path.endsWith('clusters.json')) return text
    const statuses = JSON.parse(text) as Statuses
    for (const { name, host_statuses } of statuses.cluster_statuses)
      for (const stat of name === CLUSTER ? (host_statuses ?? []).flatMap(({ stats }) => stats) : [])
        if (stat.name === 'rq_active') stat.value = String(requests)
    return JSON.stringify(statuses)
  }
  return rewritten(snapshot, (text, path) => change(path, text))
}

function ask(requests: number) {
  const recording = recordingNamed('nginx-nodeport')
  const sent = recording.requests.find(({ key }) => key.includes('gateway-node'))?.sent
  if (!sent) throw new Error('no request')
  const { from, url, host, method, headers, at, container } = sent
  const mesh = buildMesh(loaded(recording.snapshotAt(at), requests), factsOfRecording(recording))
  return walk(mesh, { from, url, host, method, headers: Object.entries(headers), at, container })
}

test('a circuit breaker that was open when it was observed: 503 UO, or on to the app', () => {
  expect(ask(2).verdict.kind).toBe('delivered')
  const { verdict, steps } = ask(3)
  // How often each is, no dump says.
  expect(verdict.kind).toBe('unknown')
  const fork = steps.find((step) => step.branches)
  expect(fork?.facts).toMatchObject({ 'active requests': '3 of 3, open' })
  expect(fork?.branches?.map((branch) => [branch.label, branch.probability, branch.verdict.kind])).toEqual([
    ['circuit breaker open', null, 'answered'],
    ['goes on', null, 'delivered'],
  ])
  expect(fork?.branches?.[0]?.verdict).toMatchObject({ status: 503, flags: 'UO', reasonCode: { code: 'envoy.circuit-open' } })
})
