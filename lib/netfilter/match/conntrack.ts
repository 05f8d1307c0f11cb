import { contains, parseNetwork } from '@/lib/netfilter/address/network'
import { parseAddress } from '@/lib/netfilter/address/parse'
import { absent, compare, type Field, hiddenState, notKnown, notModelled, notReadable, YES } from '@/lib/netfilter/match/answer'
import type { MatchModule, Part } from '@/lib/netfilter/match/module'
import { type PacketView, TEMPLATE } from '@/lib/netfilter/match/packet-view'
import { inRanges, MAX_PORT, parseRange } from '@/lib/netfilter/match/range'
import { statePart } from '@/lib/netfilter/match/state'
import type { RuleOption } from '@/lib/netfilter/model'
import { printOption } from '@/lib/netfilter/parse/tokens'
import { isIcmp, PROTOCOL_NUMBERS } from '@/lib/netfilter/protocol'

type Read<T> = (view: PacketView) => T | null

/** The addresses of a template's tuple. */
const EMPTY = { 4: '0.0.0.0', 6: '::' } as const

/** The original source is the packet's own until SNAT; the answers come from where the packet goes, and go to where it comes from. */
const ADDRESSES = new Map<string, [Field, Read<string>]>([
  ['--ctorigsrc', ['origsrc', originalSource]],
  ['--ctorigdst', ['origdst', (view) => view.context.original.dst]],
  ['--ctreplsrc', ['replsrc', (view) => view.packet.dst]],
  ['--ctrepldst', ['repldst', (view) => view.packet.src]],
])

const PORTS = new Map<string, [Field, Read<number>]>([
  ['--ctorigsrcport', ['origsport', (view) => view.context.original.sport ?? (view.ctstate.has('SNAT') ? null : view.packet.sport)]],
  ['--ctorigdstport', ['origdport', (view) => view.context.original.dport]],
  ['--ctreplsrcport', ['replsport', (view) => view.packet.dport]],
  ['--ctrepldstport', ['repldport', (view) => view.packet.sport]],
])

/**
 * `-m conntrack`, for the first packet of a connection. A packet without one has only a state: where the rule asks for it nothing else is looked at,
 * where it does not nothing matches, not even a negated part. Source: net/netfilter/xt_conntrack.c.
 */
export const conntrack: MatchModule = {
  compile: (options) => {
    const asksState = options.some(({ name }) => name === '--ctstate')
    return options.map((option) => {
      const part = compileOption(option)
      if (option.name === '--ctstate') return part
      const test: Part['test'] = (view) => {
        if (tracked(view)) return part.test(view)
        return asksState ? YES : absent(false, 'connection', option.values[0] ?? '')
      }
      return { text: part.text, test }
    })
  },
}

function originalSource(view: PacketView): string | null {
  return view.context.original.src ?? (view.ctstate.has('SNAT') ? null : view.packet.src)
}

function compileOption(option: RuleOption): Part {
  const text = printOption(option)
  const value = option.values[0] ?? ''
  const address = ADDRESSES.get(option.name)
  if (address) return addressPart(text, value, option.negated, ...address)
  const port = PORTS.get(option.name)
  if (port) return portPart(text, value, option.negated, ...port)
  switch (option.name) {
    case '--ctstate':
      return statePart(option)
    case '--ctproto':
      return {
        text,
        test: ({ packet, ctstate }) => {
          const names = ctstate.has(TEMPLATE) ? ['0'] : [packet.proto, String(PROTOCOL_NUMBERS[packet.proto])]
          return compare(names.includes(value), option.negated, 'protocol', names[0] ?? '', value)
        },
      }
    case '--ctdir':
      return { text, test: () => compare(value === 'ORIGINAL', option.negated, 'ctdir', 'ORIGINAL', value) }
    case '--ctstatus':
      return statusPart(text, value, option.negated)
    case '--ctexpire':
      return { text, test: () => hiddenState('conntrack') }
    default:
      return { text, test: () => notModelled(text) }
  }
}

function addressPart(text: string, value: string, negated: boolean, field: Field, read: Read<string>): Part {
  const network = parseNetwork(value)
  return {
    text,
    test: (view) => {
      if (!network) return notReadable(text)
      const got = view.ctstate.has(TEMPLATE) ? EMPTY[network.family] : read(view)
      const address = got === null ? null : parseAddress(got)
      return address && got !== null ? compare(contains(network, address), negated, field, got, value) : notKnown(field)
    },
  }
}

function portPart(text: string, value: string, negated: boolean, field: Field, read: Read<number>): Part {
  const range = parseRange(value, ':', MAX_PORT)
  return {
    text,
    test: (view) => {
      if (!range) return notReadable(text)
      // Instead of ports ICMP has ids, types and codes there, which differ by direction.
      const port = view.ctstate.has(TEMPLATE) ? 0 : isIcmp(view.packet) ? null : read(view)
      return port === null ? notKnown(field) : compare(inRanges([range], port), negated, field, String(port), value)
    },
  }
}

/**
 * A connection's first packet has no answer yet and is not confirmed, until it comes in again over `lo`; a template is. An
 * established one was answered; whether it is assured depends on more packets. NONE matches nothing.
 */
function statusPart(text: string, value: string, negated: boolean): Part {
  const wanted = value.split(',')
  return {
    text,
    test: ({ context, ctstate }) => {
      const confirmed = context.natDone || ctstate.has(TEMPLATE) ? ['CONFIRMED'] : []
      const has = ctstate.has('ESTABLISHED') ? ['SEEN_REPLY', 'CONFIRMED'] : confirmed
      const holds = has.some((status) => wanted.includes(status))
      if (!holds && ctstate.has('ESTABLISHED') && wanted.includes('ASSURED')) return notKnown('ctstatus')
      return compare(holds, negated, 'ctstatus', has.join(',') || 'NONE', value)
    },
  }
}

function tracked({ ctstate }: PacketView): boolean {
  return !ctstate.has('UNTRACKED') && !ctstate.has('INVALID')
}
