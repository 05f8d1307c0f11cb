import type { Field } from '@/lib/netfilter/match/answer'
import { field, type Json, listOf, only, textField } from '@/lib/netfilter/nft/json'

const META: ReadonlyMap<string, Field> = new Map([
  ['l4proto', 'protocol'],
  ['mark', 'mark'],
  ['iif', 'in'],
  ['iifname', 'in'],
  ['oif', 'out'],
  ['oifname', 'out'],
  ['skuid', 'uid'],
  ['skgid', 'gid'],
])

const PAYLOAD: ReadonlyMap<string, Field> = new Map([
  ['saddr', 'source'],
  ['daddr', 'destination'],
  ['sport', 'sport'],
  ['dport', 'dport'],
  ['protocol', 'protocol'],
  ['flags', 'flags'],
])

const CT: ReadonlyMap<string, Field> = new Map([
  ['state', 'ctstate'],
  ['status', 'ctstatus'],
  ['direction', 'ctdir'],
  ['mark', 'connmark'],
  ['protocol', 'protocol'],
])

const TUPLE: ReadonlyMap<string, readonly [original: Field, reply: Field]> = new Map([
  ['saddr', ['origsrc', 'replsrc']],
  ['daddr', ['origdst', 'repldst']],
  ['proto-src', ['origsport', 'replsport']],
  ['proto-dst', ['origdport', 'repldport']],
])

/** What a reason calls the value of an expression; null: it has no name but its own text. */
export function fieldOf(expression: Json): Field | null {
  const [kind, body] = only(expression) ?? []
  if (kind === 'meta') return META.get(textField(body, 'key') ?? '') ?? null
  if (kind === 'payload') return PAYLOAD.get(textField(body, 'field') ?? '') ?? null
  if (kind === 'socket') return 'socket'
  if (kind === '&' || kind === '|' || kind === '^') return fieldOf(listOf(body)[0] ?? null)
  if (kind === 'fib') {
    const flags = listOf(field(body, 'flags'))
    return textField(body, 'result') !== 'type' ? 'rpfilter' : flags.includes('saddr') ? 'srctype' : 'dsttype'
  }
  if (kind !== 'ct') return null
  const key = textField(body, 'key') ?? ''
  const tuple = TUPLE.get(key.replace(/^ip6? /, ''))
  return tuple ? tuple[textField(body, 'dir') === 'reply' ? 1 : 0] : (CT.get(key) ?? null)
}
