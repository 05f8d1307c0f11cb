import type { Step, Walk } from '@/lib/api/step'
import type { Netns } from '@/lib/mesh/model'
import type { RouteAnswer } from '@/lib/netfilter/routing/lookup'
import { bridgeStep, type Neighbour, type NextHop } from '@/lib/walk/bridge'
import { clusterAddress } from '@/lib/walk/cluster-address'
import type { WalkContext } from '@/lib/walk/context'
import type { Flow } from '@/lib/walk/flow'
import { nextHop } from '@/lib/walk/next-hop'
import { because } from '@/lib/walk/reasons'
import { routingStep } from '@/lib/walk/routing'
import { stageNumber } from '@/lib/walk/stages'
import { endAt, fork, prepend } from '@/lib/walk/tree'
import { STEP_WORDS } from '@/lib/walk/words'

/** Routes that send a packet round and round end here. */
const MAX_HOPS = 32

/** A packet leaves a namespace by an interface: whose interface takes it next. */
export function leave(context: WalkContext, netns: Netns, flow: Flow, route: RouteAnswer): Walk {
  if (flow.hops >= MAX_HOPS) return endAt([], { kind: 'unreachable', ...because('hop-loop', { limit: String(MAX_HOPS) }) })
  const next = nextHop(context.mesh, netns, flow.packet.dst, route)
  const moved: Flow = { ...flow, owner: null, cameBy: null, hops: flow.hops + 1 }
  if (!next) return beyond(context, netns, moved, route)
  if ('missing' in next) {
    const step = routingStep(netns, flow.packet, route, next.missing, stageNumber(netns, 'POSTROUTING', flow))
    return endAt([{ ...step, kind: 'unknown', ...next.missing }], { kind: 'unknown', ...next.missing })
  }
  const arriveAt = (hop: NextHop) =>
    context.onward.arrive(context, hop.netns, { ...moved, packet: { ...flow.packet, in: hop.iface, out: null, mark: 0 } })
  if (!next.bridged) return arriveAt(next)
  const step = bridgeStep(next.bridged, flow)
  return next.bridged.bypass === 'unseen' ? eitherWay(step, next.bridged, arriveAt, next) : prepend([step], arriveAt(next))
}

/** Nobody knows whether the node's rules see what its bridge hands on: both ways are followed. */
function eitherWay(step: Step, past: Neighbour, arriveAt: (hop: NextHop) => Walk, ruled: NextHop): Walk {
  const way = (label: string, hop: NextHop) => ({ probability: null, label, walk: arriveAt(hop) })
  return fork([step], [way(STEP_WORDS['past-rules'], past), way(STEP_WORDS['by-rules'], ruled)])
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
