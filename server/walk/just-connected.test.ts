import { describe, expect, it } from 'vitest'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import type { Recording } from '@/lib/recording/recording'
import { without } from '@/lib/recording/testing/other-snapshot'
import { proxiesAt } from '@/server/proxies/list'
import { overviewAt } from '@/server/walk/overview'

/** A live cluster in its first second: of a recording only Kubernetes' objects are there. */
function justConnected(recording: Recording): { live: Recording; looked: Set<string> } {
  const looked = new Set<string>()
  const look = (netns: Iterable<string>) => {
    for (const name of netns) looked.add(name)
  }
  const live: Recording = Object.create(recording, {
    grows: { value: { shapeAt: 0, looked: look, readFirst: async () => false, askIstiod: async () => {} } },
    snapshotAt: { value: () => without(recording.snapshotAt(0), (path) => !path.startsWith('k8s/')) },
  })
  return { live, looked }
}

describe('a cluster that was only just connected', () => {
  it.each(recordingNames())('%s: says nothing of proxies that only an istiod or an Envoy can tell', async (name) => {
    const recording = recordingNamed(name)
    const whole = proxiesAt(recording, 0)
    const { live, looked } = justConnected(recording)
    const { proxies } = proxiesAt(live, 0)
    expect(proxies.filter(({ connected }) => connected !== null)).toEqual([])
    const { rows, findings } = await overviewAt(live, 0)
    expect(findings.filter(({ kind }) => kind === 'disconnected' || kind === 'nack' || kind === 'stale')).toEqual([])
    const sidecars = new Set(whole.proxies.filter(({ type }) => type === 'sidecar').map((proxy) => proxy.name))
    const without = rows.filter(({ entry }) => entry.kind === 'pod' && entry.noteCode?.code === 'overview.no-sidecar')
    expect(without.filter(({ entry }) => sidecars.has(entry.title))).toEqual([])
    // Its rows are in view: what they lead to is read next.
    if (sidecars.size > 0) expect(looked.size).toBeGreaterThan(0)
    // Nodes are read anyway, and a large cluster's would leave no place for the pods.
    const nodes = new Set(recording.scenario.nodes.map((node) => node.netns ?? node.name))
    expect([...looked].filter((netns) => nodes.has(netns))).toEqual([])
    // They are looked at as long as somebody asks, although it is not made again.
    const before = [...looked]
    looked.clear()
    await overviewAt(live, 0)
    expect([...looked]).toEqual(before)
  })

  it('knows proxies that no istiod serves once each istiod has answered', () => {
    const states = recordingNames().flatMap((name) =>
      proxiesAt(recordingNamed(name), 0).proxies.map(({ connected, sync }) => [connected, sync !== null]),
    )
    expect(states.length).toBeGreaterThan(0)
    for (const [connected, known] of states) expect(connected).toBe(known)
  })
})
