import type { Step } from '@/lib/api/step'
import type { Mesh, Netns } from '@/lib/mesh/model'
import { type Flow, unchanged } from '@/lib/walk/flow'
import { because, type WalkReason } from '@/lib/walk/reasons'

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
 * Whether the kernel keeps bridged packets from the rules of IP: `bridge-nf-call-iptables` is 0 (`off`), or br_netfilter, which brings all of the bridge's
 * switches, is not loaded (`absent`); `unseen`: nobody knows.
 */
export type Bypass = 'off' | 'absent' | 'unseen'

/** A pod's neighbour on the same bridge. */
export type Neighbour = NextHop & { bridge: Bridge; bypass: Bypass }

/** A pod's neighbour on the same bridge; null: the rules of IP see it, or the address is not behind that bridge. Source: net/bridge/br_netfilter_hooks.c. */
export function neighbourOn(mesh: Mesh, bridge: Bridge, address: string): Neighbour | null {
  const { node, name } = bridge
  const bypass = bypassOf(node, address)
  if (!bypass) return null
  for (const { netns: owner, iface } of mesh.ownersOf(address)) {
    const netns = mesh.netns(owner)
    if (netns?.kind === 'pod' && netns.node === node.name && mesh.peerOf(owner, iface)?.master === name)
      return { netns, iface, bridge, bypass }
  }
  return null
}

function bypassOf(node: Netns, address: string): Bypass | null {
  const sysctl = node.routing()?.sysctl
  const asks = sysctl?.get(`net.bridge.bridge-nf-call-${address.includes(':') ? 'ip6tables' : 'iptables'}`)
  if (asks !== undefined) return asks === '0' ? 'off' : null
  if (!sysctl || sysctl.size === 0 || [...sysctl.keys()].some((key) => key.startsWith('net.bridge.'))) return 'unseen'
  return 'absent'
}

const SAID: Readonly<Record<Bypass, WalkReason>> = { off: 'bridged', absent: 'bridged-unloaded', unseen: 'bridged-unseen' }

/** The step at which a bridge hands a packet on. */
export function bridgeStep({ bridge, bypass }: Neighbour, { packet }: Flow): Step {
  const { node, name } = bridge
  const { reason, reasonCode } = because(SAID[bypass], { bridge: name, netns: node.name })
  const origin = node.routesOrigin()
  return {
    kind: 'routing',
    netns: node.name,
    ...(node.node ? { node: node.node } : {}),
    facts: { decision: reason, dev: name },
    decisionCode: reasonCode,
    packet: unchanged(packet),
    evidence: origin && bypass !== 'unseen' ? [{ entry: `${node.folder}/sysctl.json`, at: origin.at }] : [],
  }
}
