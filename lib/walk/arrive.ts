import type { Walk } from '@/lib/api/step'
import type { Netns } from '@/lib/mesh/model'
import type { WalkContext } from '@/lib/walk/context'
import { deliver } from '@/lib/walk/deliver'
import type { Flow } from '@/lib/walk/flow'
import { passHook } from '@/lib/walk/hook'
import { leave } from '@/lib/walk/leave'
import { because } from '@/lib/walk/reasons'
import { remember } from '@/lib/walk/return-way'
import { noWay, routeOf, routingStep, withoutRoutes } from '@/lib/walk/routing'
import { stageNumber } from '@/lib/walk/stages'
import { endAt, prepend } from '@/lib/walk/tree'

/** A packet comes in by an interface of another namespace's link: conntrack here sees it for the first time. */
export function arrive(context: WalkContext, netns: Netns, flow: Flow): Walk {
  const original = { dst: flow.packet.dst, dport: flow.packet.dport }
  const packet = { ...flow.packet, ctstate: new Set(['NEW']) }
  return receive(context, netns, { ...flow, original, packet }, false)
}

/**
 * PREROUTING, the routing decision, then INPUT and the socket, or FORWARD and POSTROUTING and on.
 * `overLo`: it was sent by this namespace to itself, so its translations are done and only the socket is left to find.
 */
export function receive(context: WalkContext, netns: Netns, flow: Flow, overLo: boolean): Walk {
  const before = flow.packet
  return passHook(context, netns, 'PREROUTING', flow, overLo, (came, tproxyPort) => {
    const found = routeOf(netns, came.packet)
    // Over lo the packet still has the route by which it was sent, whatever its mark or its source would ask for now.
    const route = overLo && found && found.type !== 'local' ? { ...found, type: 'local' as const, dev: 'lo', via: null } : found
    const no = stageNumber(netns, 'FORWARD', came)
    if (!route) return withoutRoutes(netns, came.packet, no)
    if (route.type === 'local') {
      const step = routingStep(netns, came.packet, route, because('to-input'), stageNumber(netns, 'INPUT', came))
      return prepend(
        netns.kind === 'node' ? [step] : [],
        passHook(context, netns, 'INPUT', came, overLo, (got) => {
          const arrived = overLo ? got : remember(got, netns, before)
          return deliver(context, netns, arrived, tproxyPort)
        }),
      )
    }
    if (route.type !== 'unicast') return noWay(netns, came.packet, route, no, false)
    // A packet that has a socket is not forwarded: ip_forward drops it.
    if (tproxyPort !== null)
      return endAt([], { kind: 'dropped', ...because('tproxy-forward', { netns: netns.name, port: String(tproxyPort) }) })
    return forward(context, netns, came, before, route)
  })
}

function forward(
  context: WalkContext,
  netns: Netns,
  came: Flow,
  before: Flow['packet'],
  route: NonNullable<ReturnType<typeof routeOf>>,
): Walk {
  const no = stageNumber(netns, 'FORWARD', came)
  const step = routingStep(netns, came.packet, route, because('to-forward'), no)
  const routed: Flow = { ...came, packet: { ...came.packet, out: route.dev } }
  return prepend(
    [step],
    passHook(context, netns, 'FORWARD', routed, false, (passed) =>
      passHook(context, netns, 'POSTROUTING', outward(passed), false, (gone) =>
        leave(context, netns, remember(gone, netns, before), route),
      ),
    ),
  )
}

/** A forwarded packet on its way out; the rules still know by which interface it came in. */
function outward(flow: Flow): Flow {
  return { ...flow, cameBy: flow.packet.in, packet: { ...flow.packet, in: null } }
}
