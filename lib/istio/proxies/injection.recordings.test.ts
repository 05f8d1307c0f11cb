import { describe, expect, it } from 'vitest'
import { asksForSidecar } from '@/lib/istio/proxies/injection'
import { listProxies } from '@/lib/istio/proxies/list'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import type { Snapshot } from '@/lib/recording/snapshot'

/** The pods of a snapshot after a change to each. */
function withPods(
  snapshot: Snapshot,
  change: (pod: { metadata: Record<string, Record<string, string>>; status: Record<string, unknown> }) => void,
) {
  const seen = snapshot.read('k8s/pods.json')
  if (!seen) throw new Error('There are no pods.')
  const list = JSON.parse(seen.text)
  for (const pod of list.items) change(pod)
  const text = JSON.stringify(list)
  return { ...snapshot, read: (path: string) => (path === 'k8s/pods.json' ? { ...seen, text } : snapshot.read(path)) }
}

describe('pods that should have a sidecar', () => {
  it.each(recordingNames())('%s: Istio gave one to all that ask for it', (name) => {
    expect(listProxies(recordingNamed(name).snapshotAt(0)).withoutProxy).toEqual([])
  })

  it('are those of an injected namespace that no longer say no', () => {
    const lists = recordingNames().map((name) => {
      const snapshot = recordingNamed(name).snapshotAt(0)
      const injected: string[] = JSON.parse(snapshot.read('k8s/namespaces.json')?.text ?? '{"items":[]}').items.flatMap(
        (one: { metadata: { name: string; labels?: Record<string, string> } }) =>
          one.metadata.labels?.['istio-injection'] === 'enabled' ? [one.metadata.name] : [],
      )
      const said: string[] = []
      const changed = withPods(snapshot, ({ metadata }) => {
        const {
          labels,
          annotations,
          namespace,
          name: pod,
        } = metadata as unknown as {
          labels?: Record<string, string>
          annotations?: Record<string, string>
          namespace: string
          name: string
        }
        if (labels?.['sidecar.istio.io/inject'] !== 'false' || !injected.includes(namespace)) return
        delete labels['sidecar.istio.io/inject']
        if (annotations) delete annotations['sidecar.istio.io/inject']
        said.push(`${pod}.${namespace}`)
      })
      const { withoutProxy } = listProxies(changed)
      expect(withoutProxy.map(({ id }) => id).sort()).toEqual(said.sort())
      return said
    })
    expect(lists.flat().length).toBeGreaterThan(0)
  })

  it('follow the webhooks’ selectors', () => {
    const pod = { namespace: 'shop', hostNetwork: false }
    const inject = (value: string) => ({ 'sidecar.istio.io/inject': value })
    expect(asksForSidecar(pod, { 'istio-injection': 'enabled' })).toBe('namespace')
    expect(asksForSidecar(pod, { 'istio.io/rev': 'canary' })).toBe('namespace')
    expect(asksForSidecar(pod, {})).toBeNull()
    expect(asksForSidecar({ ...pod, labels: inject('true') }, null)).toBe('pod')
    expect(asksForSidecar({ ...pod, annotations: inject('true') }, null)).toBeNull()
    expect(asksForSidecar({ ...pod, annotations: inject('false') }, { 'istio-injection': 'enabled' })).toBeNull()
    expect(asksForSidecar({ ...pod, labels: inject('true') }, { 'istio-injection': 'disabled' })).toBeNull()
    expect(asksForSidecar({ ...pod, hostNetwork: true }, { 'istio-injection': 'enabled' })).toBeNull()
    expect(asksForSidecar({ ...pod, namespace: 'kube-system' }, { 'istio-injection': 'enabled' })).toBeNull()
  })
})

it.runIf(recordingNames().includes('bookinfo'))('counts the restarts of the proxy’s container, with what ended it', () => {
  const snapshot = recordingNamed('bookinfo').snapshotAt(0)
  const counts = (all: Snapshot) => listProxies(all).proxies.map(({ restarts }) => restarts?.count)
  expect(counts(snapshot).every((count) => count === 0)).toBe(true)
  const ended = { terminated: { reason: 'OOMKilled', finishedAt: '2026-01-01T00:00:00Z' } }
  const restarted = withPods(snapshot, ({ status }) => {
    for (const one of status.containerStatuses as Record<string, unknown>[])
      if (one.name === 'istio-proxy') Object.assign(one, { restartCount: 3, lastState: ended })
  })
  expect(listProxies(restarted).proxies.map(({ restarts }) => restarts)).toEqual(
    counts(snapshot).map(() => ({ count: 3, reason: 'OOMKilled', at: '2026-01-01T00:00:00Z' })),
  )
})
