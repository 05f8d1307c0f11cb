import { type Answer, compare, notKnown, notModelled } from '@/lib/netfilter/match/answer'
import type { MatchModule, Part } from '@/lib/netfilter/match/module'
import type { PacketView } from '@/lib/netfilter/match/packet-view'
import type { RuleOption } from '@/lib/netfilter/model'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** `-m addrtype`: what the local routing table says of an address, with `--limit-iface-in|out` only for that interface. */
export const addrtype: MatchModule = {
  compile: (options) => {
    const limit = options.find((option) => option.name.startsWith('--limit-iface-'))?.name ?? null
    return options.filter((option) => !option.name.startsWith('--limit-iface-')).map((option) => compileOption(option, limit))
  },
}

function compileOption(option: RuleOption, limit: string | null): Part {
  const text = printOption(option)
  const value = option.values[0] ?? ''
  if (option.name === '--src-type') {
    return { text, test: (view) => testType(view, view.packet.src, 'srctype', value, option.negated, limit) }
  }
  if (option.name === '--dst-type') {
    return { text, test: (view) => testType(view, view.packet.dst, 'dsttype', value, option.negated, limit) }
  }
  return { text, test: () => notModelled(text) }
}

function testType(
  view: PacketView,
  ip: string,
  field: 'srctype' | 'dsttype',
  value: string,
  negated: boolean,
  limit: string | null,
): Answer {
  const type = view.context.addressType(ip)
  if (type === 'unknown') return notKnown(field)
  const wanted = value.split(',')
  if (limit && type === 'LOCAL') {
    const iface = limit === '--limit-iface-in' ? view.packet.in : view.packet.out
    const here = iface !== null && view.context.addressesOf(iface).includes(ip)
    // An address of another interface is an ordinary one as seen from this interface.
    const seen = here ? type : 'UNICAST'
    return compare(wanted.includes(seen), negated, field, seen, value)
  }
  return compare(wanted.includes(type), negated, field, type, value)
}
