import type { FlowPacket, HookEvent } from '@/lib/netfilter/model'

/** A look-up of a route in the middle of OUTPUT: the packet as it was then, and how many of the events were before it. */
export interface Reroute {
  packet: FlowPacket
  after: number
}

/**
 * When the kernel looks a packet's route up again in OUTPUT: behind a chain of type `route` (iptables' mangle) when that changed the mark or the address,
 * behind nat when that changed the address; a mark that another chain sets moves nothing. Takes the packet as it came into the
 * hook and all events of one way (a native rule may change a packet and then not match). Source: the callers of ip_route_me_harder.
 */
export function reroutesOf(start: FlowPacket, events: readonly HookEvent[]): Reroute[] {
  return (['route', 'nat'] as const).flatMap((type) => {
    const [first, last] = [events.findIndex((event) => event.type === type), events.findLastIndex((event) => event.type === type)]
    const [before, after] = [events[first - 1]?.after ?? start, events[last]?.after]
    if (!after) return []
    const moved = before.dst !== after.dst || (type === 'route' && before.mark !== after.mark)
    return moved ? [{ packet: after, after: last + 1 }] : []
  })
}
