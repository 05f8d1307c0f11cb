import { type Address, parseAddress } from '@/lib/netfilter/address/parse'
import { type Answer, compare, notKnown, notModelled } from '@/lib/netfilter/match/answer'
import type { MatchModule, Part } from '@/lib/netfilter/match/module'
import type { PacketView } from '@/lib/netfilter/match/packet-view'
import type { AddressType, RuleOption } from '@/lib/netfilter/model'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** `-m addrtype`: what the routing tables say of an address, with `--limit-iface-in|out` only for that interface. Source: net/netfilter/xt_addrtype.c. */
export const addrtype: MatchModule = {
  compile: (options) => {
    const limit = options.find((option) => option.name.startsWith('--limit-iface-'))?.name ?? null
    return options.filter((option) => !option.name.startsWith('--limit-iface-')).map((option) => compileOption(option, limit))
  },
}

function compileOption(option: RuleOption, limit: string | null): Part {
  const text = printOption(option)
  const value = option.values[0] ?? ''
  const side = option.name === '--src-type' ? 'src' : option.name === '--dst-type' ? 'dst' : null
  if (!side) return { text, test: () => notModelled(text) }
  return { text, test: (view) => testType(view, side, value, option.negated, limit) }
}

function testType(view: PacketView, side: 'src' | 'dst', value: string, negated: boolean, limit: string | null): Answer {
  const { packet, context } = view
  const field = `${side}type` as const
  const dev = limit === null ? null : limit === '--limit-iface-in' ? packet.in : packet.out
  const type = context.addressType(packet[side], dev)
  if (type === 'unknown') return notKnown(field)
  const wanted = value.split(',')
  const address = parseAddress(packet[side])
  // What IPv6 finds by one interface alone depends on more than its routes say.
  if (address?.family === 6 && dev !== null && (wanted.includes('UNREACHABLE') || wanted.includes('ANYCAST'))) return notKnown(field)
  const holds = address?.family === 6 ? matchesV6(wanted, address, type) : wanted.includes(type)
  return compare(holds, negated, field, type, value)
}

/** Types that IPv6 looks up a route for. */
const ROUTED: ReadonlySet<string> = new Set(['LOCAL', 'ANYCAST', 'UNREACHABLE'])

/** Of IPv6 a list is no choice: every one of UNSPEC, UNICAST and MULTICAST must hold, and one of the others. LOCAL addresses are UNICAST too. */
function matchesV6(wanted: readonly string[], { value }: Address, type: AddressType): boolean {
  const multicast = type === 'MULTICAST'
  if (wanted.includes('UNSPEC') && value !== 0n) return false
  if (wanted.includes('UNICAST') && (multicast || value === 0n)) return false
  if (wanted.includes('MULTICAST') && !multicast) return false
  const looked = wanted.filter((name) => ROUTED.has(name))
  return looked.length === 0 || looked.includes(type)
}
