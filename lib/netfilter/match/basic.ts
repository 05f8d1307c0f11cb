import { contains, parseNetwork } from '@/lib/netfilter/address/network'
import { absent, compare, type Field, notKnown, notModelled, notReadable } from '@/lib/netfilter/match/answer'
import type { MatchModule, Part } from '@/lib/netfilter/match/module'
import type { FlowPacket, HookContext, RuleOption } from '@/lib/netfilter/model'
import { printOption } from '@/lib/netfilter/parse/tokens'
import { PROTOCOL_NUMBERS } from '@/lib/netfilter/protocol'

/** Numbers and other names of protocols that iptables may print. */
const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(PROTOCOL_NUMBERS).map(([name, number]) => [String(number), name] as const),
  ['ipv6-icmp', 'icmpv6'],
  ['icmp6', 'icmpv6'],
  ['0', 'all'],
])

/** What every rule may have without a module: -s -d -i -o -p -f. */
export const basic: MatchModule = {
  compile: (options) => options.map(compileOption),
}

function compileOption(option: RuleOption): Part {
  const text = printOption(option)
  const value = option.values[0] ?? ''
  switch (option.name) {
    case '-s':
    case '--source':
      return addressPart(text, value, option.negated, 'source')
    case '-d':
    case '--destination':
      return addressPart(text, value, option.negated, 'destination')
    case '-i':
    case '--in-interface':
      return interfacePart(text, value, option.negated, 'in')
    case '-o':
    case '--out-interface':
      return interfacePart(text, value, option.negated, 'out')
    case '-p':
    case '--protocol':
      return protocolPart(text, value, option.negated)
    case '-f':
    case '--fragment':
      return { text, test: () => compare(false, option.negated, 'fragment', '0', '> 0') }
    default:
      return { text, test: () => notModelled(text) }
  }
}

function addressPart(text: string, value: string, negated: boolean, field: 'source' | 'destination'): Part {
  const networks = value.split(',').map(parseNetwork)
  if (networks.includes(null)) return { text, test: () => notReadable(text) }
  const known = networks.filter((network) => network !== null)
  const [network, ...others] = known
  return {
    text,
    ...(network && others.length === 0 && !negated ? { demand: { of: field, network } } : {}),
    test: (view) => {
      const address = view[field]
      const got = field === 'source' ? view.packet.src : view.packet.dst
      if (!address) return notKnown(field)
      return compare(
        known.some((network) => contains(network, address)),
        negated,
        field,
        got,
        value,
      )
    },
  }
}

/** `eth+` stands for every name that starts with `eth`. */
function interfacePart(text: string, value: string, negated: boolean, field: Extract<Field, 'in' | 'out'>): Part {
  const prefix = value.endsWith('+') ? value.slice(0, -1) : null
  return {
    text,
    ...(prefix === null && !negated ? { demand: { of: field, name: value } } : {}),
    test: ({ packet, context }) => {
      const name = interfaceOf(packet, context, field)
      if (name === null) return prefix === '' ? compare(true, negated, field, '-', value) : absent(negated, field, value)
      return compare(prefix === null ? name === value : name.startsWith(prefix), negated, field, name, value)
    },
  }
}

/** The interface that a packet came in by or leaves by; null: none. Since Linux 5.7 POSTROUTING still knows by which a forwarded packet came in. */
export function interfaceOf(packet: FlowPacket, context: HookContext, field: 'in' | 'out'): string | null {
  return packet[field] ?? (field === 'in' ? (context.cameBy ?? null) : null)
}

function protocolPart(text: string, value: string, negated: boolean): Part {
  const name = value.toLowerCase()
  const wanted = PROTOCOLS.get(name) ?? name
  return { text, test: ({ packet }) => compare(wanted === 'all' || wanted === packet.proto, negated, 'protocol', packet.proto, wanted) }
}
