import { type Message, message } from '@/lib/explain/message'
import { printPlain } from '@/lib/explain/native/condition'
import { portOf, readKubeChain, sayKubeChain } from '@/lib/explain/native/kube-chain'
import { field, type Json, listOf, numberField, only, textField } from '@/lib/netfilter/nft/json'
import { printExpression } from '@/lib/netfilter/nft/print/expression'
import { printStatement } from '@/lib/netfilter/nft/print/rule'
import { MARK } from '@/lib/netfilter/nft/value/datatype'
import { typeOf } from '@/lib/netfilter/nft/value/expression-type'

/** Statements that only count. */
const SILENT: ReadonlySet<string> = new Set(['counter', 'last', 'comment'])

/** Statements whose words need nothing of what belongs to them. */
const BARE: ReadonlyMap<string, string> = new Map([
  ['accept', 'ACCEPT'],
  ['drop', 'DROP'],
  ['continue', 'CONTINUE'],
  ['notrack', 'NOTRACK'],
  ['masquerade', 'MASQUERADE'],
  ['synproxy', 'SYNPROXY'],
])

/** Statements that are said with one value, and how it is read. */
const VALUED: ReadonlyMap<string, readonly [key: string, value: (body: Json) => string]> = new Map<
  string,
  readonly [string, (body: Json) => string]
>([
  ['queue', ['NFQUEUE', (body) => printValue(field(body, 'num') ?? 0)]],
  ['dup', ['TEE', (body) => printValue(field(body, 'addr') ?? null)]],
  ['fwd', ['FWD', (body) => printValue(field(body, 'dev') ?? field(body, 'addr') ?? null)]],
  ['flow', ['FLOW', (body) => textField(body, 'flowtable') ?? '-']],
  ['secmark', ['SECMARK', String]],
  ['reset', ['TCPOPTSTRIP', (body) => printExpression(body)]],
  ['tproxy', ['TPROXY', (body) => printValue(field(body, 'port') ?? null)]],
])

/** What a statement of a native rule does, as a message of the namespace `rules`; null: it only counts. `place`: where its rule stands. */
export function sayAction(statement: Json, place: { table: string; chain: string; family: string }): Message | null {
  const [kind, body] = only(statement) ?? []
  if (kind === undefined || body === undefined) return message('say.statement', { text: JSON.stringify(statement) })
  if (SILENT.has(kind)) return null
  if (kind === 'return') return message('say.RETURN', { chain: place.chain })
  const bare = BARE.get(kind)
  if (bare) return message(`say.${bare}`)
  const valued = VALUED.get(kind)
  if (valued) return message(`say.${valued[0]}`, { value: valued[1](body) })
  switch (kind) {
    case 'jump':
    case 'goto': {
      const chain = textField(body, 'target') ?? ''
      return sayKubeChain(place.table, chain) ?? message(`say.${kind}`, { chain })
    }
    case 'reject':
      return message('say.REJECT', { answer: rejectAnswer(body, place.family) })
    case 'dnat':
    case 'snat':
      return message(`say.${kind.toUpperCase()}`, { value: destination(body) })
    case 'redirect':
      return field(body, 'port') === undefined
        ? message('say.REDIRECT_SAME')
        : message('say.REDIRECT', { value: printValue(field(body, 'port') ?? null) })
    case 'mangle':
      return sayChange(field(body, 'key') ?? null, field(body, 'value') ?? null)
    case 'vmap':
      return sayVerdictMap(field(body, 'key') ?? null, field(body, 'data') ?? null, place.table)
    case 'log': {
      const prefix = textField(body, 'prefix')?.trim() ?? ''
      const group = numberField(body, 'group')
      if (group !== null) return message('say.NFLOG', { value: group })
      return prefix === '' ? message('say.LOG') : message('say.LOG_PREFIX', { value: prefix })
    }
    case 'set':
    case 'map': {
      const value = textField(body, 'set') ?? textField(body, 'map') ?? '-'
      return message(textField(body, 'op') === 'delete' ? 'say.SET_DEL' : 'say.SET_ADD', { value })
    }
    case 'meter':
      return message('say.SET_ADD', { value: textField(body, 'name') ?? '-' })
    case 'ct helper':
    case 'ct timeout':
    case 'ct expectation':
      return message('say.CT', { settings: `${kind.slice('ct '.length)} ${String(body)}` })
    case 'xt':
      if (textField(body, 'type') === 'match') return null
      return message('say.target', { target: textField(body, 'name') ?? '-' })
    default:
      return message('say.statement', { text: printStatement(statement, place.family) })
  }
}

/** As iptables names REJECT's answers; where nft leaves it out, what is usual for the table's family. */
function rejectAnswer(body: Json, family: string): string {
  const type = textField(body, 'type') ?? (family === 'ip' ? 'icmp' : family === 'ip6' ? 'icmpv6' : 'icmpx')
  return type === 'tcp reset' ? 'tcp-reset' : `${type} ${textField(body, 'expr') ?? 'port-unreachable'}`
}

function destination(body: Json): string {
  const [address, port] = [field(body, 'addr'), field(body, 'port')]
  const shown = address === undefined ? '' : printValue(address)
  if (port === undefined) return shown
  return `${shown.includes(':') && !shown.includes(' ') ? `[${shown}]` : shown}:${printValue(port)}`
}

/** A value, a range, a prefix; of a map, by what it chooses. */
function printValue(json: Json): string {
  return printPlain(json, typeOf(json))
}

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['|', '_OR'],
  ['&', '_AND'],
  ['^', '_XOR'],
])

/** What `meta mark set`, `ct mark set` and the like change. */
function sayChange(key: Json, value: Json): Message {
  const [what, type] = [printExpression(key), typeOf(key)]
  const name = what === 'meta mark' ? 'MARK' : what === 'ct mark' ? 'CONNMARK' : null
  const [operator = '', operands] = only(value) ?? []
  if (name === null) return message('say.set', { what, value: printPlain(value, type) })
  if (name === 'MARK' && printExpression(value) === 'ct mark') return message('say.CONNMARK_RESTORE')
  if (name === 'CONNMARK' && printExpression(value) === 'meta mark') return message('say.CONNMARK_SAVE')
  const [left = null, bits = null] = listOf(operands)
  const changed = OPERATORS.get(operator)
  if (changed && printExpression(left) === what && typeof bits === 'number')
    return message(`say.${name}${changed}`, { value: printPlain(bits, MARK) })
  return message(`say.${name}`, { value: printPlain(value, MARK) })
}

/** By what a verdict map chooses, where that is chance, turns or a hash. */
const CHOICES: ReadonlyMap<string, string> = new Map([
  ['numgen random', 'random'],
  ['numgen inc', 'turns'],
  ['jhash', 'hash'],
  ['symhash', 'hash'],
])

function sayVerdictMap(key: Json, data: Json, table: string): Message {
  if (typeof data === 'string') return message('say.mapped', { key: printExpression(key), map: data })
  const pairs = listOf(field(data, 'set'))
  const [kind = '', body] = only(key) ?? []
  const by = CHOICES.get(kind === 'numgen' ? `numgen ${textField(body, 'mode')}` : kind)
  const chains = pairs.map((pair) => textField(only(listOf(pair)[1])?.[1], 'target'))
  if (by === undefined) return message('say.mappedHere', { key: printExpression(key), count: pairs.length })
  const endpoints = chains.map((chain) => (chain === null ? null : readKubeChain(table, chain)))
  const [first] = endpoints
  if (first && endpoints.every((one) => one?.endpoint && one.service === first.service))
    return message('say.oneOfEndpoints', { service: portOf(first), count: pairs.length, by })
  return message('say.oneOfChains', { count: pairs.length, by })
}
