import { expect, test } from 'vitest'
import type { Step } from '@/lib/api/step'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import type { Mesh } from '@/lib/mesh/model'
import type { Snapshot } from '@/lib/recording/snapshot'
import { walk } from '@/lib/walk/walk'

const all = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...(step.branches ?? []).flatMap((branch) => all(branch.steps))])

/** The same observations, as if the nodes did not show bridged packets to iptables. */
function withoutBridgeRules(snapshot: Snapshot): Snapshot {
  const name = '"net.bridge.bridge-nf-call-iptables": "1"'
  return {
    at: snapshot.at,
    paths: () => snapshot.paths(),
    under: (folder) => snapshot.under(folder),
    read: (path) => {
      const seen = snapshot.read(path)
      return seen && path.endsWith('/sysctl.json') ? { ...seen, text: seen.text.replace(name, name.replace('"1"', '"0"')) } : seen
    },
  }
}

/** Two pods of one node whose links end at the same bridge. */
function neighbours(mesh: Mesh): { from: string; node: string; ip: string } | null {
  const pods = mesh.pods.filter(({ spec, status }) => !spec.hostNetwork && status?.podIP)
  for (const one of pods) {
    const from = `${one.metadata.namespace}.${one.metadata.name}`
    const other = pods.find((pod) => pod !== one && pod.spec.nodeName === one.spec.nodeName)
    if (other?.status?.podIP && one.spec.nodeName && mesh.netns(from)) return { from, node: one.spec.nodeName, ip: other.status.podIP }
  }
  return null
}

test('a packet to a pod behind the same bridge meets the node’s rules only where bridge-nf-call-iptables is on', () => {
  let compared = 0
  for (const name of recordingNames()) {
    const recording = recordingNamed(name)
    const snapshot = recording.snapshotAt(0)
    const mesh = buildMesh(snapshot, factsOfRecording(recording))
    const pair = neighbours(mesh)
    if (!pair) continue
    const question = { from: pair.from, url: `http://${pair.ip}:9/`, host: null, container: null, method: 'GET', headers: [], at: 0 }
    const stepsIn = (own: Snapshot) =>
      all(walk(buildMesh(own, factsOfRecording(recording)), question).steps).filter((step) => step.netns === pair.node)
    const [on, off] = [stepsIn(snapshot), stepsIn(withoutBridgeRules(snapshot))]
    // A sidecar answers by itself what it does not know: then nothing leaves the pod.
    if (on.length === 0) continue
    expect(on.some(({ kind }) => kind === 'hook')).toBe(true)
    expect(off.map(({ kind }) => kind)).toEqual(['routing'])
    expect(off[0]?.facts?.decision).toMatch(/^bridged by \w+: bridge-nf-call-iptables is off/)
    compared++
  }
  expect(compared).toBeGreaterThan(0)
})
