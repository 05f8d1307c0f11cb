import { field, type Json, listOf, numberField, only, textField } from '@/lib/netfilter/nft/json'
import { printElement, printExpression, printMap, printRight, printValue, printVerdict } from '@/lib/netfilter/nft/print/expression'
import { MARK } from '@/lib/netfilter/nft/value/datatype'
import { typeOf, typesOf } from '@/lib/netfilter/nft/value/expression-type'

/**
 * A rule as `nft -s list ruleset` prints it, from its JSON, for rule sets of which only that was seen. Statements that nobody here knows stand as their
 * JSON. Source: nft 1.0's own output.
 */
export function printRule(statements: readonly Json[], comment: string | null, table: { family?: string }): string {
  const words = statements.map((statement) => printStatement(statement, table.family ?? 'ip'))
  if (comment !== null) words.push(`comment "${comment}"`)
  return words.join(' ')
}

/** One statement as nft prints it. */
export function printStatement(json: Json, family: string): string {
  if (typeof json === 'string') return json
  const [kind, body] = only(json) ?? []
  if (kind === undefined || body === undefined) return JSON.stringify(json)
  switch (kind) {
    case 'match':
      return printMatch(body)
    case 'mangle':
      return printMangle(body)
    case 'vmap':
      return printMap(body, 'vmap')
    case 'counter':
    case 'limit':
    case 'quota':
      return typeof body === 'string' ? `${kind} name "${body}"` : printMeasure(kind, body)
    case 'reject':
      return printReject(body, family)
    case 'dnat':
    case 'snat':
    case 'redirect':
    case 'masquerade':
      return printNat(kind, body)
    case 'tproxy':
      return printDestination('tproxy', body)
    case 'set':
    case 'map':
      return printUpdate(body)
    case 'log':
      return printLog(body)
    case 'ct count':
      return `ct count ${field(body, 'inv') ? 'over ' : ''}${numberField(body, 'val')}`
    case 'ct helper':
    case 'ct timeout':
    case 'ct expectation':
      return `${kind} set "${String(body)}"`
    case 'xt':
      return `xt ${textField(body, 'type')} ${textField(body, 'name')}`
    case 'queue':
      return printQueue(body)
    default:
      return body === null || field(body, 'target') !== undefined ? printVerdict(json) : JSON.stringify(json)
  }
}

function printMatch(body: Json): string {
  const [left, right] = [field(body, 'left') ?? null, field(body, 'right') ?? null]
  const op = textField(body, 'op') ?? '=='
  const types = typesOf(left)
  const [, masked] = listOf(field(left, '&'))
  const type = typeOf(left)
  if (op === '==' && type.name === 'flags' && Array.isArray(masked)) {
    const [inner = null] = listOf(field(left, '&'))
    return `${printExpression(inner)} ${printValue(right, type)} / ${printValue(masked, type)}`
  }
  const isSet = field(right, 'set') !== undefined
  const silent = op === 'in' || (op === '==' && !isBinary(left) && (type.name !== 'flags' || isSet))
  // A bare number behind raw payload stands as a hexadecimal one.
  const raw = textField(field(left, 'payload'), 'base') !== null && typeof right === 'number'
  const value = raw ? `0x${right.toString(16)}` : printRight(right, types)
  return [printExpression(left), silent ? '' : op, value].filter(Boolean).join(' ')
}

function isBinary(json: Json): boolean {
  return ['&', '|', '^', '<<', '>>'].includes(only(json)?.[0] ?? '')
}

function printMangle(body: Json): string {
  const [key, value] = [field(body, 'key') ?? null, field(body, 'value') ?? null]
  const type = typeOf(key)
  return `${printExpression(key)} set ${type === MARK ? printMarkValue(value) : printRight(value, [type])}`
}

/** Marks that a map gives are marks too. */
function printMarkValue(value: Json): string {
  const map = field(value, 'map')
  const set = field(field(map, 'data'), 'set')
  if (map === undefined || set === undefined) return printRight(value, [MARK])
  const key = field(map, 'key') ?? null
  const pairs = listOf(set).map((pair) => {
    const [from = null, to = null] = listOf(pair)
    return `${printElement(from, typesOf(key))} : ${printValue(to, MARK)}`
  })
  return `${printExpression(key)} map { ${pairs.join(', ')} }`
}

function printMeasure(kind: string, body: Json): string {
  if (kind === 'counter') return 'counter'
  const over = field(body, 'inv') ? 'over ' : ''
  if (kind === 'quota') return `quota ${over}${numberField(body, 'val')} ${textField(body, 'val_unit')}`
  const unit = textField(body, 'rate_unit')
  const rate = `limit rate ${over}${numberField(body, 'rate')}${unit === null ? '' : ` ${unit}`}/${textField(body, 'per')}`
  const burst = numberField(body, 'burst')
  if (unit !== null) return burst ? `${rate} burst ${burst} ${textField(body, 'burst_unit')}` : rate
  return burst === null || burst === DEFAULT_BURST ? rate : `${rate} burst ${burst} packets`
}

const DEFAULT_BURST = 5

/** nft leaves out what is the default: port-unreachable of the table's own family. */
function printReject(body: Json, family: string): string {
  const [type, why] = [textField(body, 'type'), textField(body, 'expr')]
  if (type === null) return 'reject'
  const usual = family === 'ip' ? 'icmp' : family === 'ip6' ? 'icmpv6' : 'icmpx'
  return type === usual && why === 'port-unreachable' ? 'reject' : ['reject with', type, why].filter(Boolean).join(' ')
}

function printNat(kind: string, body: Json): string {
  const flags = listOf(field(body, 'flags')).filter((flag) => flag !== 'netmap')
  return [printDestination(kind, body), flags.join(',')].filter(Boolean).join(' ')
}

function printDestination(kind: string, body: Json): string {
  const [address, port] = [field(body, 'addr'), field(body, 'port')]
  if (address === undefined && port === undefined) return kind
  const map = field(address, 'map')
  const concatenated =
    map !== undefined && listOf(field(field(map, 'data'), 'set')).some((pair) => field(listOf(pair)[1], 'concat') !== undefined)
  const family = textField(body, 'family') ?? (concatenated ? 'ip' : null)
  const prefix = listOf(field(body, 'type_flags')).includes('prefix') ? 'prefix' : ''
  const to = address === undefined ? '' : printAddress(address, port !== undefined)
  return [kind, family, prefix, 'to', `${to}${port === undefined ? '' : `:${printExpressionOrValue(port)}`}`].filter(Boolean).join(' ')
}

function printAddress(json: Json, beforePort: boolean): string {
  const text = printExpressionOrValue(json)
  return beforePort && typeof json === 'string' && json.includes(':') ? `[${text}]` : text
}

function printExpressionOrValue(json: Json): string {
  return field(json, 'range') !== undefined || field(json, 'prefix') !== undefined || !only(json)
    ? printElement(json, null)
    : printExpression(json)
}

function printUpdate(body: Json): string {
  const element = field(body, 'elem') ?? null
  const inner = field(element, 'elem')
  const seconds = numberField(inner, 'timeout')
  const stateful = listOf(field(body, 'stmt')).map((statement) => printStatement(statement, 'ip'))
  const words = [
    printExpression(inner === undefined ? element : (field(inner, 'val') ?? null)),
    seconds === null ? '' : `timeout ${printSeconds(seconds)}`,
    ...stateful,
  ]
  const data = field(body, 'data')
  const to = data === undefined ? '' : ` : ${printExpressionOrValue(data)}`
  return `${textField(body, 'op')} ${textField(body, 'set') ?? textField(body, 'map')} { ${words.filter(Boolean).join(' ')}${to} }`
}

/** `1h2m`: nft's way of durations. */
function printSeconds(seconds: number): string {
  const units: [string, number][] = [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
    ['s', 1],
  ]
  let left = seconds
  const words = units.map(([unit, length]) => {
    const count = Math.floor(left / length)
    left -= count * length
    return count > 0 ? `${count}${unit}` : ''
  })
  return words.join('') || '0s'
}

function printLog(body: Json): string {
  const prefix = textField(body, 'prefix')
  const words = ['group', 'snaplen', 'queue-threshold', 'level'].flatMap((name) => {
    const value = field(body, name)
    return value === undefined ? [] : [`${name} ${String(value)}`]
  })
  const flags = listOf(field(body, 'flags'))
  return ['log', prefix === null ? '' : `prefix "${prefix}"`, ...words, flags.length > 0 ? `flags ${flags.join(',')}` : '']
    .filter(Boolean)
    .join(' ')
}

function printQueue(body: Json): string {
  const number = field(body, 'num')
  const flags = listOf(field(body, 'flags')).join(',')
  return ['queue', flags === '' ? '' : `flags ${flags}`, 'to', number === undefined ? '0' : printExpressionOrValue(number)]
    .filter(Boolean)
    .join(' ')
}
