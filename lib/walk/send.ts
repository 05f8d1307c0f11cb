import type { Walk } from '@/lib/api/step'
import type { Netns } from '@/lib/mesh/model'
import { receive } from '@/lib/walk/arrive'
import type { WalkContext } from '@/lib/walk/context'
import type { Flow } from '@/lib/walk/flow'
import { passHook } from '@/lib/walk/hook'
import { leave } from '@/lib/walk/leave'
import { remember } from '@/lib/walk/return-way'
import { noWay, routeOf, withoutRoutes } from '@/lib/walk/routing'
import { stageNumber } from '@/lib/walk/stages'

/** A locally made packet: route, OUTPUT, route again where the rules make the kernel do so, POSTROUTING, and out (or over lo to itself). */
export function send(context: WalkContext, netns: Netns, flow: Flow): Walk {
  const route = routeOf(netns, flow.packet)
  const no = stageNumber(netns, 'OUTPUT', flow)
  if (!route) return withoutRoutes(netns, flow.packet, no)
  if (!isUsable(route.type)) return noWay(netns, flow.packet, route, no, true)
  const local = route.type === 'local'
  const before: Flow = { ...flow, packet: { ...flow.packet, in: null, out: local ? 'lo' : route.dev } }
  return passHook(context, netns, 'OUTPUT', before, false, (sent, _port, rerouted) => {
    const again = rerouted ? routeOf(netns, { ...rerouted, in: null }) : route
    if (!again) return withoutRoutes(netns, sent.packet, no)
    if (!isUsable(again.type)) return noWay(netns, sent.packet, again, stageNumber(netns, 'OUTPUT', sent), true)
    const toItself = again.type === 'local'
    const out = toItself ? 'lo' : again.dev
    const routed: Flow = { ...sent, packet: { ...sent.packet, out } }
    return passHook(context, netns, 'POSTROUTING', routed, false, (gone) => {
      const onWay = remember(gone, netns, before.packet)
      return toItself
        ? receive(context, netns, { ...onWay, packet: { ...onWay.packet, in: 'lo', out: null } }, true)
        : leave(context, netns, onWay, again)
    })
  })
}

const isUsable = (type: string): boolean => type === 'local' || type === 'unicast'
