import type { FlowPacket, HookEvent } from '@/lib/netfilter/model'

/** A look-up of a route in the middle of OUTPUT: the packet as it was then, and how many of the events were before it. */
export interface Reroute {
  packet: FlowPacket
  after: number
}

/**
 * When the kernel looks a packet's route up again in OUTPUT: behind a chain of type `route` (iptables' mangle) when that changed the mark or the address,
 * behind nat when that changed the address; a mark that another chain sets moves nothing. Takes all events of one way. Source: the callers of ip_route_me_harder.
 */
export function reroutesOf(events: readonly HookEvent[]): Reroute[] {
  return (['route', 'nat'] as const).flatMap((type) => {
    const [first, last] = [events.find((event) => event.type === type), events.findLastIndex((event) => event.type === type)]
    const [before, after] = [first?.before, events[last]?.after]
    if (!before || !after) return []
    const moved = before.dst !== after.dst || (type === 'route' && before.mark !== after.mark)
    return moved ? [{ packet: after, after: last + 1 }] : []
  })
}
