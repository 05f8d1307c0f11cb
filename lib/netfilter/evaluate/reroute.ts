import type { FlowPacket, HookEvent } from '@/lib/netfilter/model'

/** A look-up of a route in the middle of OUTPUT: the packet as it was then, and how many of the events were before it. */
export interface Reroute {
  packet: FlowPacket
  after: number
}

/**
 * When the kernel looks a packet's route up again in OUTPUT: behind mangle when that changed the mark, behind nat when that changed the address; a
 * mark that another table sets moves nothing. Takes all events of one way. Source: the callers of ip_route_me_harder.
 */
export function reroutesOf(events: readonly HookEvent[]): Reroute[] {
  return ['mangle', 'nat'].flatMap((table) => {
    const [first, last] = [events.find((event) => event.table === table), events.findLastIndex((event) => event.table === table)]
    const [before, after] = [first?.before, events[last]?.after]
    if (!before || !after) return []
    const moved = before.dst !== after.dst || (table === 'mangle' && before.mark !== after.mark)
    return moved ? [{ packet: after, after: last + 1 }] : []
  })
}
