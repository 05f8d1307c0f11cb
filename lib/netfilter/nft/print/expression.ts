import { field, type Json, listOf, numberField, only, textField } from '@/lib/netfilter/nft/json'
import { type Datatype, MARK, NUMBER } from '@/lib/netfilter/nft/value/datatype'
import { typeOf, typesOf } from '@/lib/netfilter/nft/value/expression-type'

/** Keys of `meta` that nft prints without the word. */
const BARE_META: ReadonlySet<string> = new Set(['iif', 'oif', 'iifname', 'oifname', 'iifgroup', 'oifgroup'])
/** Texts that nft prints in quotes. */
const QUOTED: ReadonlySet<string> = new Set(['interface'])

/** An expression as `nft list` prints it; what nobody here knows as its JSON. */
export function printExpression(json: Json): string {
  const [kind, body] = only(json) ?? []
  if (kind === undefined || body === undefined) return printValue(json, NUMBER)
  switch (kind) {
    case 'concat':
      return listOf(body).map(printExpression).join(' . ')
    case 'meta': {
      const key = textField(body, 'key') ?? ''
      return BARE_META.has(key) ? key : `meta ${key}`
    }
    case 'payload':
      return textField(body, 'base') === null
        ? `${textField(body, 'protocol')} ${textField(body, 'field')}`
        : `@${textField(body, 'base')},${numberField(body, 'offset')},${numberField(body, 'len')}`
    case 'ct':
      return ['ct', textField(body, 'dir'), textField(body, 'key')].filter(Boolean).join(' ')
    case 'fib':
      return `fib ${listOf(field(body, 'flags')).join(' . ')} ${textField(body, 'result')}`
    case 'numgen': {
      const offset = numberField(body, 'offset')
      return `numgen ${textField(body, 'mode')} mod ${numberField(body, 'mod')}${offset ? ` offset ${offset}` : ''}`
    }
    case 'jhash':
      return printHash(`jhash ${printExpression(field(body, 'expr') ?? null)}`, body)
    case 'symhash':
      return printHash('symhash', body)
    case 'map':
      return printMap(body, 'map')
    case 'socket':
      return `socket ${textField(body, 'key')}`
    case 'exthdr': {
      const name = textField(body, 'field')
      return name === null ? `exthdr ${textField(body, 'name')}` : `${textField(body, 'name')} ${name}`
    }
    case 'tcp option':
    case 'ip option':
    case 'sctp chunk':
    case 'dccp option':
      return [kind, textField(body, 'name') ?? numberField(body, 'type'), textField(body, 'field')]
        .filter((word) => word !== null)
        .join(' ')
    case 'rt':
      return ['rt', textField(body, 'family'), textField(body, 'key')].filter(Boolean).join(' ')
    case 'osf':
      return `osf ${textField(body, 'key')}`
    case '&':
    case '|':
    case '^':
    case '<<':
    case '>>':
      return printBinary(kind, listOf(body))
    default:
      return JSON.stringify(json)
  }
}

function printHash(what: string, body: Json): string {
  const [seed, offset] = [numberField(body, 'seed'), numberField(body, 'offset')]
  return `${what} mod ${numberField(body, 'mod')}${seed === null ? '' : ` seed 0x${seed.toString(16)}`}${offset ? ` offset ${offset}` : ''}`
}

function printBinary(operator: string, [left = null, right = null]: readonly Json[]): string {
  return `${printExpression(left)} ${operator} ${only(right) ? printExpression(right) : printValue(right, typeOf(left))}`
}

/** `KEY vmap @NAME`, `KEY map { … }`. */
export function printMap(body: Json, word: 'map' | 'vmap'): string {
  const key = field(body, 'key') ?? null
  const data = field(body, 'data') ?? null
  const types = typesOf(key)
  const set = field(data, 'set')
  if (set === undefined) return `${printExpression(key)} ${word} ${typeof data === 'string' ? data : JSON.stringify(data)}`
  const elements = listOf(set).map((element) => {
    const [from = null, to = null] = listOf(element)
    return `${printElement(from, types)} : ${word === 'vmap' ? printVerdict(to) : printElement(to, null)}`
  })
  return `${printExpression(key)} ${word} { ${elements.join(', ')} }`
}

/** An element of a set: a value, a range, a prefix, a concatenation, with or without its comment. `types` null: as the values look. */
export function printElement(json: Json, types: readonly Datatype[] | null): string {
  const body = field(json, 'elem')
  if (body !== undefined) {
    const comment = textField(body, 'comment')
    return `${printElement(field(body, 'val') ?? null, types)}${comment === null ? '' : ` comment "${comment}"`}`
  }
  const parts = field(json, 'concat')
  if (parts !== undefined) {
    return listOf(parts)
      .map((part, index) => printValue(part, types?.[index] ?? NUMBER))
      .join(' . ')
  }
  return printValue(json, types?.[0] ?? NUMBER)
}

/** What a match compares with, in the way of the datatype of its left side. */
export function printRight(json: Json, types: readonly Datatype[]): string {
  const set = field(json, 'set')
  if (set !== undefined)
    return `{ ${listOf(set)
      .map((element) => printElement(element, types))
      .join(', ')} }`
  if (typeof json === 'string' && json.startsWith('@')) return json
  return printElement(json, types)
}

/** One value in the way of its datatype: marks as hexadecimal numbers, names of interfaces in quotes. */
export function printValue(json: Json, type: Datatype): string {
  if (typeof json === 'number') return type === MARK ? `0x${json.toString(16).padStart(8, '0')}` : String(json)
  if (typeof json === 'boolean') return json ? 'exists' : 'missing'
  if (typeof json === 'string') return QUOTED.has(type.name) ? `"${json}"` : json
  if (Array.isArray(json)) return json.map((part) => printValue(part, type)).join(',')
  const range = field(json, 'range')
  if (range !== undefined)
    return listOf(range)
      .map((end) => printValue(end, type))
      .join('-')
  const prefix = field(json, 'prefix')
  if (prefix !== undefined) return `${textField(prefix, 'addr')}/${numberField(prefix, 'len')}`
  const flags = field(json, '|')
  if (flags !== undefined)
    return listOf(flags)
      .map((flag) => printValue(flag, type))
      .join(' | ')
  return only(json) ? printExpression(json) : 'null'
}

/** A verdict of a rule or of a verdict map. */
export function printVerdict(json: Json): string {
  const [kind = '', body] = only(json) ?? []
  const target = textField(body, 'target')
  return target === null ? kind : `${kind} ${target}`
}
