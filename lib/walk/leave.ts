import type { Walk } from '@/lib/api/step'
import { TO_PODS } from '@/lib/mesh/computed/routes'
import type { Netns } from '@/lib/mesh/model'
import type { RouteAnswer } from '@/lib/netfilter/routing/lookup'
import { type Bridge, bridgeStep, type NextHop, neighbourOn } from '@/lib/walk/bridge'
import { clusterAddress } from '@/lib/walk/cluster-address'
import type { WalkContext } from '@/lib/walk/context'
import type { Flow } from '@/lib/walk/flow'
import { because } from '@/lib/walk/reasons'
import { routingStep } from '@/lib/walk/routing'
import { stageNumber } from '@/lib/walk/stages'
import { endAt, prepend } from '@/lib/walk/tree'

/** Routes that send a packet round and round end here. */
const MAX_HOPS = 32

/** A packet leaves a namespace by an interface: whose interface takes it next. */
export function leave(context: WalkContext, netns: Netns, flow: Flow, route: RouteAnswer): Walk {
  if (flow.hops >= MAX_HOPS) return endAt([], { kind: 'unreachable', ...because('hop-loop', { limit: String(MAX_HOPS) }) })
  const next = nextHop(context, netns, flow, route)
  const moved: Flow = { ...flow, owner: null, cameBy: null, hops: flow.hops + 1 }
  if (!next) return beyond(context, netns, moved, route)
  const arrived = context.onward.arrive(context, next.netns, { ...moved, packet: { ...flow.packet, in: next.iface, out: null, mark: 0 } })
  return next.bridge ? prepend([bridgeStep(next.bridge, flow)], arrived) : arrived
}

function nextHop(context: WalkContext, netns: Netns, flow: Flow, route: RouteAnswer): (NextHop & { bridge?: Bridge }) | null {
  const { mesh } = context
  const address = route.via ?? flow.packet.dst
  // A pod's link ends on its node, where the bridge (or the veth itself) takes the packet, also towards a neighbour.
  if (netns.kind === 'pod' && netns.node) {
    const node = mesh.netns(netns.node)
    const peer = node && route.dev ? mesh.peerOf(netns.name, route.dev) : null
    const bridged = node && peer?.master ? neighbourOn(context.mesh, { node, name: peer.master }, address) : null
    if (bridged) return bridged
    if (node && peer) return { netns: node, iface: peer.master ?? peer.iface }
    // Of a node that nobody looked into only this is known: its pods' links end on it.
    if (node?.routing() && node.routesOrigin() === null) return { netns: node, iface: TO_PODS }
  }
  const owners = mesh.ownersOf(address).filter((owner) => owner.netns !== netns.name)
  const owner = owners[0]
  const found = owner ? mesh.netns(owner.netns) : null
  return owner && found ? { netns: found, iface: owner.iface } : null
}

/** The next hop was not observed (a router outside): the packet turns up again where its destination lives, if that was observed. */
function beyond(context: WalkContext, netns: Netns, flow: Flow, route: RouteAnswer): Walk {
  const owner = context.mesh.ownersOf(flow.packet.dst).find((candidate) => context.mesh.netns(candidate.netns)?.kind !== 'pod')
  const there = owner ? context.mesh.netns(owner.netns) : null
  const step = routingStep(
    netns,
    flow.packet,
    route,
    route.via ? because('by-unseen', { via: route.via }) : because('by-link'),
    stageNumber(netns, 'POSTROUTING', flow),
  )
  if (owner && there && route.via) {
    return prepend(
      [step],
      context.onward.arrive(context, there, { ...flow, packet: { ...flow.packet, in: owner.iface, out: null, mark: 0 } }),
    )
  }
  const inside = clusterAddress(context.mesh, flow.packet.dst)
  if (inside) {
    const { kind, reason } = inside
    return endAt([{ ...step, ...(kind === 'unknown' ? { kind } : {}), ...reason }], { kind, ...reason })
  }
  const reason = because('beyond', { dst: flow.packet.dst, via: route.via ?? route.dev ?? netns.name })
  return endAt([{ ...step, kind: 'unknown', ...reason }], { kind: 'unknown', ...reason })
}
