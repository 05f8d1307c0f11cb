import type { Step } from '@/lib/api/step'
import type { Mesh, Netns } from '@/lib/mesh/model'
import { type Flow, unchanged } from '@/lib/walk/flow'
import { because } from '@/lib/walk/reasons'

/** The namespace and the interface that take a packet next. */
export interface NextHop {
  netns: Netns
  iface: string
}

/** A bridge of a node that pods' links end at. */
export interface Bridge {
  node: Netns
  name: string
}

/**
 * A pod's neighbour on the same bridge, where the kernel does not show bridged packets to the rules of IP (`bridge-nf-call-iptables` is 0); null: it does,
 * nobody knows, or the address is not behind that bridge. Source: net/bridge/br_netfilter_hooks.c.
 */
export function neighbourOn(mesh: Mesh, bridge: Bridge, address: string): (NextHop & { bridge: Bridge }) | null {
  const { node, name } = bridge
  const asks = node.routing()?.sysctl.get(`net.bridge.bridge-nf-call-${address.includes(':') ? 'ip6tables' : 'iptables'}`)
  if (asks !== '0') return null
  for (const { netns: owner, iface } of mesh.ownersOf(address)) {
    const netns = mesh.netns(owner)
    if (netns?.kind === 'pod' && netns.node === node.name && mesh.peerOf(owner, iface)?.master === name) return { netns, iface, bridge }
  }
  return null
}

/** The step at which a bridge hands a packet on. */
export function bridgeStep({ node, name }: Bridge, { packet }: Flow): Step {
  const { reason, reasonCode } = because('bridged', { bridge: name, netns: node.name })
  const origin = node.routesOrigin()
  return {
    kind: 'routing',
    netns: node.name,
    ...(node.node ? { node: node.node } : {}),
    facts: { decision: reason, dev: name },
    decisionCode: reasonCode,
    packet: unchanged(packet),
    evidence: origin ? [{ entry: `${node.folder}/sysctl.json`, at: origin.at }] : [],
  }
}
