import { expect, test } from 'vitest'
import type { Step, Walk } from '@/lib/api/step'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import type { Mesh } from '@/lib/mesh/model'
import type { Snapshot } from '@/lib/recording/snapshot'
import { rewritten } from '@/lib/recording/testing/other-snapshot'
import { walk } from '@/lib/walk/walk'

const all = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...(step.branches ?? []).flatMap((branch) => all(branch.steps))])

type Edits = Record<string, (text: string) => string | null>
/** The same observations with the files of that name on nodes written anew; null: they were not observed. */
const withNodeFiles = (snapshot: Snapshot, edits: Edits) =>
  rewritten(snapshot, (text, path) => {
    const edit = path.startsWith('nodes/') ? edits[path.split('/').at(-1) ?? ''] : undefined
    return edit ? edit(text) : text
  })

const ON = /"net\.bridge\.bridge-nf-call-iptables": "1"/
const off = (text: string) => text.replace(ON, (on) => on.replace('"1"', '"0"'))
const unloaded = (text: string) =>
  JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).filter(([key]) => !key.startsWith('net.bridge.'))))
const unseen = () => null
/** The node drops all that it forwards. */
const dropping = (text: string) => text.replace(/^(\*filter\n(?:[:#].*\n)*)/m, '$1-A FORWARD -j DROP\n')

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

/** Walks to a neighbour in each recording that has one whose packets leave the pod. */
function walks(): { node: string; walked: (edits: Edits) => Walk }[] {
  return recordingNames().flatMap((name) => {
    const recording = recordingNamed(name)
    const snapshot = recording.snapshotAt(0)
    const facts = factsOfRecording(recording)
    const pair = neighbours(buildMesh(snapshot, facts))
    if (!pair) return []
    const question = { from: pair.from, url: `http://${pair.ip}:9/`, host: null, container: null, method: 'GET', headers: [], at: 0 }
    const walked = (edits: Edits) => walk(buildMesh(withNodeFiles(snapshot, edits), facts), question)
    // A sidecar answers by itself what it does not know: then nothing leaves the pod.
    return all(walked({}).steps).some(({ netns }) => netns === pair.node) ? [{ node: pair.node, walked }] : []
  })
}

const found = walks()
const onNode = (node: string, walk: Walk) => all(walk.steps).filter(({ netns }) => netns === node)

test('a packet to a pod behind the same bridge meets the node’s rules only where bridge-nf-call-iptables is on', () => {
  expect(found.length).toBeGreaterThan(0)
  for (const { node, walked } of found) {
    expect(onNode(node, walked({})).some(({ kind }) => kind === 'hook')).toBe(true)
    const steps = onNode(node, walked({ 'sysctl.json': off }))
    expect(steps.map(({ kind }) => kind)).toEqual(['routing'])
    expect(steps[0]?.facts?.decision).toMatch(/^bridged by \w+: bridge-nf-call-iptables is off/)
  }
})

test('where br_netfilter is not loaded the kernel has none of the switches, and no rule sees the packet', () => {
  for (const { node, walked } of found) {
    const past = walked({ 'sysctl.json': unloaded, 'iptables-save.txt': dropping })
    expect(onNode(node, past).map(({ kind }) => kind)).toEqual(['routing'])
    expect(onNode(node, past)[0]?.facts?.decision).toMatch(/^bridged by \w+: br_netfilter is not loaded/)
    expect(past.verdict.kind).toBe(walked({}).verdict.kind)
  }
})

test('where the switches were not observed both ways are followed, and ends that differ are unknown', () => {
  let differing = 0
  for (const { node, walked } of found) {
    const both = walked({ 'sysctl.json': unseen })
    expect(onNode(node, both)[0]?.branches?.map(({ label }) => label)).toEqual(['past the rules', 'through the rules'])
    expect(both.verdict.kind).toBe(walked({}).verdict.kind)
    // Rules of nftables alone are not in the file that is written anew.
    if (walked({ 'iptables-save.txt': dropping }).verdict.kind !== 'dropped') continue
    differing++
    const differ = walked({ 'sysctl.json': unseen, 'iptables-save.txt': dropping })
    expect(differ.verdict.kind).toBe('unknown')
    expect(onNode(node, differ)[0]?.facts?.decision).toMatch(/bridge-nf-call-iptables\) was not observed$/)
  }
  expect(differing).toBeGreaterThan(0)
})
