import type { FlowPacket, HookEvent } from '@/lib/netfilter/model'

/** A look-up of a route in the middle of OUTPUT: the packet as it was then, and how many of the events were before it. */
export interface Reroute {
  packet: FlowPacket
  after: number
}

/**
 * When the kernel looks a packet's route up again in OUTPUT, in that order: behind each chain of type `route` (iptables' mangle) that changed the mark or
 * the address, behind nat when that changed the address; a mark that another chain sets moves nothing. Takes the packet as it came into the
 * hook and all events of one way (a native rule may change a packet and then not match). Source: the callers of ip_route_me_harder.
 */
export function reroutesOf(start: FlowPacket, events: readonly HookEvent[]): Reroute[] {
  const found: Reroute[] = []
  let before = start
  for (const [at, { type, after }] of events.entries()) {
    const next = events[at + 1]
    if (next && samePlace(events[at], next)) continue
    const moved = before.dst !== after.dst || (type === 'route' && before.mark !== after.mark)
    if ((type === 'route' || type === 'nat') && moved) found.push({ packet: after, after: at + 1 })
    before = after
  }
  return found
}

/** In the same base chain; all of nat is one place. */
function samePlace(one: HookEvent | undefined, other: HookEvent): boolean {
  if (one?.type !== other.type) return false
  return other.type === 'nat' || (one.from === other.from && one.base === other.base)
}
