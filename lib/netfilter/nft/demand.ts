import type { Network } from '@/lib/netfilter/address/network'
import type { Demand } from '@/lib/netfilter/match/demand'
import { field, textField } from '@/lib/netfilter/nft/json'
import type { NftRule } from '@/lib/netfilter/nft/model'
import { readSpan, type Span } from '@/lib/netfilter/nft/set/elements'
import { typesOf } from '@/lib/netfilter/nft/value/expression-type'

const SIDES = new Map([
  ['saddr', 'source'],
  ['daddr', 'destination'],
] as const)
const BITS = { ip: 32n, ip6: 128n } as const

/** What the first statement of a native rule asks for; null: something else. Only the first: what stands before another one is done to every packet. */
export function demandOfNative(rule: NftRule): Demand | null {
  const match = field(rule.statements[0], 'match')
  const left = field(match, 'left')
  const right = field(match, 'right')
  const [type] = typesOf(left ?? null)
  if (textField(match, 'op') !== '==' || right === undefined || !type || isSet(right)) return null
  const span = readSpan(right, type)
  if (!span) return null
  const payload = field(left, 'payload')
  return payload === undefined ? ofInterface(textField(field(left, 'meta'), 'key'), span) : ofHeader(payload, span)
}

const isSet = (right: Parameters<typeof field>[0]): boolean =>
  field(right, 'set') !== undefined || (typeof right === 'string' && right.startsWith('@'))

function ofInterface(key: string | null, span: Span): Demand | null {
  const side = key === 'iifname' ? 'in' : key === 'oifname' ? 'out' : null
  return side && 'name' in span && !span.beginning ? { of: side, name: span.name } : null
}

function ofHeader(payload: Parameters<typeof field>[0], span: Span): Demand | null {
  if ('name' in span) return null
  const [protocol, name] = [textField(payload, 'protocol'), textField(payload, 'field')]
  if (protocol === 'ip' || protocol === 'ip6') {
    const side = name === 'saddr' || name === 'daddr' ? SIDES.get(name) : undefined
    const network = side ? networkOf(span, protocol) : null
    return side && network ? { of: side, network } : null
  }
  const isPort = (protocol === 'tcp' || protocol === 'udp' || protocol === 'th') && name === 'dport' && span.from === span.to
  return isPort ? { of: 'dport', port: Number(span.from) } : null
}

/** A range of addresses as a network; null when it is none. */
function networkOf({ from, to }: { from: bigint; to: bigint }, protocol: 'ip' | 'ip6'): Network | null {
  const all = (1n << BITS[protocol]) - 1n
  const rest = from ^ to
  if ((rest & (rest + 1n)) !== 0n || (from & rest) !== 0n) return null
  const length = rest === 0n ? Number(BITS[protocol]) : Number(BITS[protocol]) - rest.toString(2).length
  return { family: protocol === 'ip' ? 4 : 6, base: from, mask: all & ~rest, length }
}
