import type { Step } from '@/lib/api/step'
import type { Netns } from '@/lib/mesh/model'
import type { FlowPacket } from '@/lib/netfilter/model'
import type { RouteAnswer } from '@/lib/netfilter/routing/lookup'
import { unchanged } from '@/lib/walk/flow'
import type { Reason } from '@/lib/walk/reasons'

/** What the routing tables of a namespace say of a packet; null when they were not observed. */
export function routeOf(netns: Netns, packet: FlowPacket): RouteAnswer | null {
  const routing = netns.routing()
  return routing ? routing.lookupRoute({ dst: packet.dst, src: packet.src, mark: packet.mark, iif: packet.in }) : null
}

/** The step of a routing decision, drawn as one card. */
export function routingStep(netns: Netns, packet: FlowPacket, route: RouteAnswer, decision: Reason, no: number): Step {
  const origin = netns.routesOrigin()
  return {
    kind: 'routing',
    no,
    netns: netns.name,
    ...(netns.node ? { node: netns.node } : {}),
    facts: {
      decision: decision.reason,
      ...(route.dev ? { dev: route.dev } : {}),
      ...(route.via ? { via: route.via } : {}),
    },
    ...(decision.reasonCode ? { decisionCode: decision.reasonCode } : {}),
    packet: unchanged(packet),
    evidence: origin ? [origin] : [],
  }
}
