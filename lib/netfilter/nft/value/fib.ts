import { field, type Json, listOf, textField } from '@/lib/netfilter/nft/json'
import { ADDRESS_TYPE } from '@/lib/netfilter/nft/value/datatype'
import { fieldOf } from '@/lib/netfilter/nft/value/field'
import { number, type Scene, unknown, type Value } from '@/lib/netfilter/nft/value/value'

/** `fib … type`, and the way back (`fib saddr . iif oif`); null: not modelled. Source: net/ipv4/netfilter/nft_fib_ipv4.c. */
export function readFib(body: Json, { view }: Scene): Value | null {
  const { packet, context } = view
  const flags = new Set(listOf(field(body, 'flags')))
  const notKnown = unknown({ code: 'not-known', values: { field: fieldOf({ fib: body }) ?? 'rpfilter' } })
  if (textField(body, 'result') !== 'type') {
    if (!flags.has('saddr') || !flags.has('iif') || packet.in === null) return null
    // What comes in over lo is never asked for its way back.
    const how = { mark: flags.has('mark') ? packet.mark : 0, loose: false, acceptLocal: false }
    const back = packet.in === 'lo' ? true : (context.reversePath?.(packet, how) ?? 'unknown')
    return back === 'unknown' ? notKnown : { is: 'name', name: back ? packet.in : '' }
  }
  const ip = flags.has('saddr') ? packet.src : packet.dst
  // As one interface sees it: an address of another is an ordinary one there.
  const type = context.addressType(ip, flags.has('iif') ? packet.in : flags.has('oif') ? packet.out : null)
  return type === 'unknown' ? notKnown : number(ADDRESS_TYPE.symbols?.get(type.toLowerCase()) ?? 0n)
}
