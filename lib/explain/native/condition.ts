import { type Message, message } from '@/lib/explain/message'
import { field, type Json, listOf, numberField, only, textField } from '@/lib/netfilter/nft/json'
import { printExpression, printRight } from '@/lib/netfilter/nft/print/expression'
import { type Datatype, MARK } from '@/lib/netfilter/nft/value/datatype'
import { typeOf, typesOf } from '@/lib/netfilter/nft/value/expression-type'

/** Expressions, as nft prints them → the key of `if` (and `if.not`) that says them. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ...['ip saddr', 'ip6 saddr', 'arp saddr ip'].map((text): [string, string] => [text, 'src']),
  ...['ip daddr', 'ip6 daddr', 'arp daddr ip'].map((text): [string, string] => [text, 'dst']),
  ...['iif', 'iifname'].map((text): [string, string] => [text, 'in']),
  ...['oif', 'oifname'].map((text): [string, string] => [text, 'out']),
  ...['meta l4proto', 'meta protocol', 'meta nfproto', 'ip protocol', 'ip6 nexthdr'].map((text): [string, string] => [text, 'proto']),
  ...['icmp type', 'icmpv6 type'].map((text): [string, string] => [text, 'icmp']),
  ...['fib daddr type', 'fib daddr . iif type', 'fib daddr . oif type'].map((text): [string, string] => [text, 'dstType']),
  ...['fib saddr type', 'fib saddr . iif type'].map((text): [string, string] => [text, 'srcType']),
  ['meta mark', 'mark'],
  ['meta skuid', 'uid'],
  ['meta skgid', 'gid'],
  ['meta pkttype', 'pktType'],
  ['meta length', 'length'],
  ['meta cgroup', 'cgroup'],
  ['ct state', 'ctstate'],
  ['ct status', 'ctstatus'],
  ['ct direction', 'ctdir'],
  ['ct mark', 'connmark'],
  ['ct protocol', 'ctproto'],
  ['ct helper', 'helper'],
  ['ct original saddr', 'origSrc'],
  ['ct original ip saddr', 'origSrc'],
  ['ct original ip6 saddr', 'origSrc'],
  ['ct original daddr', 'origDst'],
  ['ct original ip daddr', 'origDst'],
  ['ct original ip6 daddr', 'origDst'],
  ['ct reply saddr', 'replSrc'],
  ['ct reply ip saddr', 'replSrc'],
  ['ct reply daddr', 'replDst'],
  ['ct reply ip daddr', 'replDst'],
  ['ct original proto-src', 'origSport'],
  ['ct original proto-dst', 'origDport'],
  ['ct reply proto-src', 'replSport'],
  ['ct reply proto-dst', 'replDport'],
  ['ip ttl', 'ttl'],
  ['ip6 hoplimit', 'hopLimit'],
  ['ip dscp', 'dscp'],
  ['ip6 dscp', 'dscp'],
  ['tcp option maxseg size', 'mss'],
  ['ether saddr', 'mac'],
  ['exthdr frag', 'fragment'],
])

const PORTS: ReadonlyMap<string, string> = new Map([
  ['dport', 'dport'],
  ['sport', 'sport'],
])

/** What another comparison than with one value or a set is called. */
const COMPARED: ReadonlyMap<string, string> = new Map([
  ['<', 'below'],
  ['<=', 'atMost'],
  ['>', 'moreThan'],
  ['>=', 'atLeast'],
])

/** What a match of a native rule asks, as a message of the namespace `rules`; what has no words of its own is said as nft prints it. */
export function sayMatch(body: Json): Message {
  const left = field(body, 'left') ?? null
  const right = field(body, 'right') ?? null
  const op = textField(body, 'op') ?? '=='
  const [inner, mask] = masked(left)
  const types = typesOf(left)
  const value = types[0] === MARK ? printPlain(right, MARK) : printRight(right, types)
  const compared = COMPARED.get(op)
  if (compared) return message(`if.${compared}`, { what: printExpression(left), value })
  const negated = op === '!=' || op === '!'
  const flags = tcpFlags(left, right, inner, mask)
  if (flags) return said(negated, 'tcpFlags', flags)
  const kind = only(inner)?.[0]
  if (kind === 'concat') return said(negated, 'together', { what: printExpression(inner), value })
  if (typeof right === 'boolean') return sayPresence(inner, right !== negated)
  const port = PORTS.get(textField(field(inner, 'payload'), 'field') ?? '')
  const protocol = textField(field(inner, 'payload'), 'protocol') ?? ''
  if (port && mask === null) return said(negated, port, { value, proto: protocol === 'th' ? '' : protocol.toUpperCase() })
  if (kind === 'socket')
    return said(negated !== (right === 0), SOCKETS.get(textField(field(inner, 'socket'), 'key') ?? '') ?? 'socket', { value })
  const key = WORDS.get(printExpression(inner))
  const shown = key === 'proto' ? value.toUpperCase() : value
  if (key) return said(negated, key, { value: mask === null ? shown : `${shown}/${mask}` })
  return said(negated, 'is', { what: printExpression(left), value })
}

const SOCKETS: ReadonlyMap<string, string> = new Map([
  ['transparent', 'transparentSocket'],
  ['wildcard', 'anySocket'],
])

const said = (negated: boolean, key: string, values: Message['values']): Message => message(negated ? `if.not.${key}` : `if.${key}`, values)

/** `EXPRESSION & MASK` taken apart; the mask null: there is none. */
function masked(left: Json): [inner: Json, mask: string | null] {
  const parts = listOf(field(left, '&'))
  const [inner = null, mask = null] = parts
  return parts.length === 2 && !only(mask) ? [inner, printPlain(mask, typeOf(inner))] : [left, null]
}

function tcpFlags(left: Json, right: Json, inner: Json, mask: string | null): Message['values'] | null {
  if (printExpression(inner) !== 'tcp flags') return null
  const value = printRight(right, typesOf(left))
  return { value: value === '0x0' || value === '0' ? '-' : value, mask: mask ?? value }
}

/** `exists` and `missing`: a way back, a header, an option. */
function sayPresence(inner: Json, present: boolean): Message {
  const fib = field(inner, 'fib')
  if (fib !== undefined && listOf(field(fib, 'flags')).includes('saddr')) return said(!present, 'wayBack', {})
  return said(!present, 'has', { what: printExpression(inner) })
}

/** What a statement asks of a state of the kernel; null: it asks none. */
export function sayMeasure(kind: string, body: Json): Message | null {
  if (typeof body === 'string')
    return kind === 'limit' || kind === 'quota' || kind === 'ct count' ? message('if.other', { text: `${kind} ${body}` }) : null
  const over = field(body, 'inv') === true
  switch (kind) {
    case 'limit': {
      const unit = textField(body, 'rate_unit')
      const value = `${numberField(body, 'rate')}${unit === null ? '' : ` ${unit}`}/${textField(body, 'per') ?? 'second'}`
      return message(over ? 'if.above' : 'if.upTo', { value })
    }
    case 'quota':
      return said(over, 'quota', { value: (numberField(body, 'val') ?? 0) * (UNITS.get(textField(body, 'val_unit') ?? '') ?? 1) })
    case 'ct count':
      return message(over ? 'if.connAbove' : 'if.connUpTo', { value: numberField(body, 'val') ?? '-' })
    case 'xt':
      return textField(body, 'type') === 'match' && textField(body, 'name') !== 'comment'
        ? message('if.match', { match: textField(body, 'name') ?? '-' })
        : null
    default:
      return null
  }
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['kbytes', 1024],
  ['mbytes', 1024 * 1024],
])

/** A value in the way of its datatype; marks as short hexadecimal numbers. */
export function printPlain(json: Json, type: Datatype): string {
  return type === MARK && typeof json === 'number' ? `0x${json.toString(16)}` : printRight(json, [type])
}
