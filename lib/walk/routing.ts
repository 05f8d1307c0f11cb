import type { Step, Walk } from '@/lib/api/step'
import type { Netns } from '@/lib/mesh/model'
import type { FlowPacket } from '@/lib/netfilter/model'
import type { RouteAnswer } from '@/lib/netfilter/routing/lookup'
import { unchanged } from '@/lib/walk/flow'
import { because, type Reason } from '@/lib/walk/reasons'
import { endAt } from '@/lib/walk/tree'

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
    ...(origin ? {} : { computed: true }),
    evidence: origin ? [origin] : [],
  }
}

/** How a walk ends where no routes are known: none were observed, or a file of theirs is damaged. */
export function withoutRoutes(netns: Netns, packet: FlowPacket, no: number): Walk {
  const damage = netns.routesDamage()
  if (!damage) return endAt([], { kind: 'unknown', ...because('routes-unseen', { netns: netns.name }) })
  const { origin, message } = damage
  const reason = because('routes-unreadable', { netns: netns.name, entry: origin.entry, message })
  const place = { netns: netns.name, ...(netns.node ? { node: netns.node } : {}) }
  return endAt([{ kind: 'unknown', no, ...place, packet: unchanged(packet), ...reason, evidence: [origin] }], {
    kind: 'unknown',
    ...reason,
  })
}

/** How a walk ends where the routes lead nowhere. `sent`: the packet was made here, so that its sender hears of it at once. */
export function noWay(netns: Netns, packet: FlowPacket, route: RouteAnswer, no: number, sent: boolean): Walk {
  const place = { netns: netns.name, dst: packet.dst }
  const step = routingStep(netns, packet, route, because('no-way', { dst: packet.dst }), no)
  const ending = (code: 'route-unknown' | 'route-refused') => because(code, { ...place, why: route.why ?? '' })
  if (route.type === 'unknown') {
    const reason = ending('route-unknown')
    return endAt([{ ...step, kind: 'unknown', ...reason }], { kind: 'unknown', ...reason })
  }
  if (route.type === 'refused') return endAt([step], { kind: 'dropped', ...ending('route-refused') })
  if (route.type === 'blackhole' && !sent) return endAt([step], { kind: 'dropped', ...because('route-blackhole', place) })
  return endAt([step], { kind: 'unreachable', ...because('no-route', place) })
}
