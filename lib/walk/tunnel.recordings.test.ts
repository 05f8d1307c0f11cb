import { describe, expect, test } from 'vitest'
import type { Step, Walk } from '@/lib/api/step'
import { recordingNamed } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import type { Snapshot } from '@/lib/recording/snapshot'
import { rewritten } from '@/lib/recording/testing/other-snapshot'
import { walk } from '@/lib/walk/walk'

const recording = recordingNamed('nginx-nodeport')
const facts = factsOfRecording(recording)
const snapshot = recording.snapshotAt(0)
const observed = buildMesh(snapshot, facts)
const TUNNEL = { ifname: 'tun0', ifindex: 9999, link_type: 'none', addr_info: [] }

const all = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...(step.branches ?? []).flatMap((branch) => all(branch.steps))])

type Entry = Record<string, unknown>
const edited = (text: string, edit: (list: Entry[]) => Entry[]): string => JSON.stringify(edit(JSON.parse(text)))

/** The same observations with some files of the nodes written anew. */
const changed = (edits: Record<string, (text: string, node: string) => string>) =>
  rewritten(snapshot, (text, path) => {
    const [top, node = '', file = ''] = path.split('/')
    const edit = top === 'nodes' ? edits[file] : undefined
    return edit ? edit(text, node) : text
  })

/** The way from a node to a pod of another, which the recorded routes send to that node's own address. */
function farPod(): { from: string; to: string; ip: string; gateway: string } {
  const nodes = observed.netnsNames.filter((name) => observed.netns(name)?.kind === 'node')
  for (const { spec, status } of observed.pods) {
    const [from] = nodes.filter((name) => name !== spec.nodeName)
    const ip = status?.podIP
    if (!from || !ip || spec.hostNetwork || !spec.nodeName) continue
    const route = observed.netns(from)?.routing()?.lookupRoute({ dst: ip, src: null, mark: 0, iif: null })
    if (route?.via) return { from, to: spec.nodeName, ip, gateway: route.via }
  }
  throw new Error('no pod behind another node')
}

const far = farPod()
/** `onlink`: as IP in IP of Calico, else as a tunnel that needs no gateway. */
const byTunnel = (onlink: boolean) => (text: string, node: string) =>
  edited(text, (routes) =>
    routes.map((route) => {
      if (node !== far.from || route.gateway !== far.gateway) return route
      const { gateway, ...rest } = route
      return onlink ? { ...rest, gateway, dev: 'tun0', flags: ['onlink'] } : { ...rest, dev: 'tun0', scope: 'link' }
    }),
  )
const withTunnel = (text: string) => edited(text, (links) => [...links, TUNNEL])
const withDrop = (text: string, node: string) =>
  node === far.to ? text.replace(/^(\*filter\n(?:[:#].*\n)*)/m, '$1-A FORWARD -i tun0 -j DROP\n') : text

function walked(own: Snapshot): Walk & { ins: Set<string | undefined> } {
  const question = { from: far.from, url: `http://${far.ip}:9/`, host: null, container: null, method: 'GET', headers: [], at: 0 }
  const found = walk(buildMesh(own, facts), question)
  const there = all(found.steps).filter(({ netns, hook }) => netns === far.to && hook === 'PREROUTING')
  return { ...found, ins: new Set(there.map(({ packet }) => packet?.before.in)) }
}

describe.each([
  ['without a gateway', false],
  ['to a node’s address', true],
])('a route by a tunnel %s', (_name, onlink) => {
  const routes = { 'ip-route.json': byTunnel(onlink) }

  test('leads to the pod’s node, whose rules see the packet come in by the tunnel', () => {
    const passed = walked(changed({ ...routes, 'ip-addr.json': withTunnel }))
    expect([...passed.ins]).toEqual(['tun0'])
    expect(passed.verdict.kind).toBe(walked(snapshot).verdict.kind)
    const dropped = walked(changed({ ...routes, 'ip-addr.json': withTunnel, 'iptables-save.txt': withDrop }))
    expect(dropped.verdict.kind).toBe('dropped')
  })

  test('is unknown beyond it where the other end was not observed', () => {
    const onlyHere = (text: string, node: string) => (node === far.from ? withTunnel(text) : text)
    const { verdict, ins } = walked(changed({ ...routes, 'ip-addr.json': onlyHere }))
    expect(ins.size).toBe(0)
    expect(verdict.kind).toBe('unknown')
    expect(verdict.reasonCode?.code).toBe('walk.far-end-unseen')
  })
})
