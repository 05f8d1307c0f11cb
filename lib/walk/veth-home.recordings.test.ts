import { expect, test } from 'vitest'
import { recordingNamed } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { rewritten } from '@/lib/recording/testing/other-snapshot'
import { walk } from '@/lib/walk/walk'

/* Cilium's node: every pod network by an address of the node's own on cilium_host, whose other end is cilium_net of the same node. */

const recording = recordingNamed('nginx-nodeport')
const facts = factsOfRecording(recording)
const seen = recording.snapshotAt(0)
const mesh = buildMesh(seen, facts)
const pod = mesh.pods.find(({ spec, status }) => status?.podIP && !spec.hostNetwork)
const ip = pod?.status?.podIP ?? ''
const node = mesh.netnsNames.find((name) => mesh.netns(name)?.kind === 'node' && name !== pod?.spec.nodeName) ?? ''
const OWN = '10.255.0.1'

/** The node with such a route to the pod; `beside`: where the other end of its interface is. */
const asCilium = (beside: string | null) =>
  rewritten(seen, (text, path) => {
    const json = path.startsWith(`nodes/${node}/`) ? JSON.parse(/\/ip-(addr|route)\.json$/.test(path) ? text : 'null') : null
    if (!json) return text
    if (path.endsWith('/ip-route.json')) return JSON.stringify([...json, { dst: ip, gateway: OWN, dev: 'cilium_host', flags: [] }])
    const link = (ifname: string, ifindex: number, own: string | null) => ({
      ifname,
      ifindex,
      ...(own ? { link: own } : {}),
      link_type: 'ether',
      addr_info: ifname === 'cilium_host' ? [{ family: 'inet', local: OWN, prefixlen: 32, scope: 'global' }] : [],
    })
    return JSON.stringify([...json, link('cilium_net', 9001, beside ? 'cilium_host' : null), link('cilium_host', 9002, beside)])
  })

test('the next hop is the node itself: the packet goes to where nobody looked, and no other node gets it', () => {
  const question = { from: node, url: `http://${ip}:9/`, host: null, container: null, method: 'GET', headers: [], at: 0 }
  const { verdict, steps } = walk(buildMesh(asCilium('cilium_net'), facts), question)
  expect(verdict).toMatchObject({ kind: 'unknown', reasonCode: { code: 'walk.veth-home' } })
  expect(verdict.reason).toContain('cilium_net')
  expect(new Set(steps.map(({ netns }) => netns))).toEqual(new Set([node]))
  const routing = buildMesh(asCilium('cilium_net'), facts).netns(node)?.routing()
  expect(routing?.lookupRoute({ dst: ip, src: null, mark: 0, iif: null })).toMatchObject({ type: 'unicast', dev: 'cilium_host', via: null })
})
