import type { MatchReason } from '@/lib/netfilter/model'
import { field, type Json, listOf, numberField, only } from '@/lib/netfilter/nft/json'
import { printExpression } from '@/lib/netfilter/nft/print/expression'
import { readConntrack } from '@/lib/netfilter/nft/value/conntrack'
import { readNumber } from '@/lib/netfilter/nft/value/datatype'
import { typeOf } from '@/lib/netfilter/nft/value/expression-type'
import { readExtensionHeader } from '@/lib/netfilter/nft/value/extension-header'
import { readFib } from '@/lib/netfilter/nft/value/fib'
import { readMeta } from '@/lib/netfilter/nft/value/meta'
import { readPayload } from '@/lib/netfilter/nft/value/payload'
import { readSocket } from '@/lib/netfilter/nft/value/socket'
import { number, type Scene, unknown, type Value } from '@/lib/netfilter/nft/value/value'

/** Most numbers of a numgen that are told apart. */
const MAX_DICE = 1_000_000

/** What an expression of a native rule gives for a packet. What nobody here knows is unknown, never a guess. */
export function readExpression(expression: Json, scene: Scene): Value {
  const [kind, body] = only(expression) ?? []
  if (kind === undefined || body === undefined) return unknown(notModelled(expression))
  switch (kind) {
    case 'meta':
      return readMeta(body, scene) ?? unknown(notModelled(expression))
    case 'payload':
      return readPayload(body, scene) ?? unknown(notModelled(expression))
    case 'ct':
      return readConntrack(body, scene) ?? unknown(notModelled(expression))
    case 'fib':
      return readFib(body, scene) ?? unknown(notModelled(expression))
    case 'exthdr':
      return readExtensionHeader(body, scene) ?? unknown(notModelled(expression))
    case 'socket':
      return readSocket(body, scene) ?? unknown(notModelled(expression))
    case 'numgen':
      return readNumgen(body) ?? unknown(notModelled(expression))
    case 'jhash':
    case 'symhash':
      return unknown({ code: 'by-hash', values: { what: printExpression(expression) } })
    case 'concat':
      return together(listOf(body).map((part) => readExpression(part, scene)))
    case '&':
    case '|':
    case '^':
    case '<<':
    case '>>':
      return calculate(kind, listOf(body), scene)
    default:
      return unknown(notModelled(expression))
  }
}

const notModelled = (expression: Json): MatchReason => ({ code: 'not-modelled', values: { what: printExpression(expression) } })

/** `random` throws dice; `inc` takes turns, and whose turn it is no dump shows: over many packets each number comes equally often. */
function readNumgen(body: Json): Value | null {
  const count = numberField(body, 'mod')
  if (count === null || !(count >= 1 && count <= MAX_DICE) || !Number.isInteger(count)) return null
  const first = BigInt(Math.trunc(numberField(body, 'offset') ?? 0))
  return count === 1 ? number(first) : { is: 'dice', first, count }
}

const ALL_BITS = (1n << 64n) - 1n

/** A concatenation ends the rule as soon as one part does. */
function together(parts: Value[]): Value {
  return parts.find((part) => part.is === 'absent') ?? { is: 'parts', parts }
}

function calculate(operator: string, [left = null, right = null]: readonly Json[], scene: Scene): Value {
  const value = readExpression(left, scene)
  const type = typeOf(left)
  const constant = only(right) && field(right, '|') === undefined ? readExpression(right, scene) : numberOr(readNumber(right, type), right)
  if (value.is === 'absent' || value.is === 'unknown') return value
  if (constant.is === 'absent' || constant.is === 'unknown') return constant
  if (value.is !== 'number' || constant.is !== 'number') return unknown(notModelled({ [operator]: [left, right] }))
  const unsure = value.unsure === undefined ? 0n : operator === '&' ? value.unsure & constant.value : ALL_BITS
  if (unsure !== 0n) return unknown(notModelled({ [operator]: [left, right] }))
  const bits = BigInt(type.bits === 0 ? 64 : type.bits)
  const { unsure: _, ...sure } = value
  return { ...sure, value: BigInt.asUintN(Number(bits), compute(operator, value.value, constant.value)) }
}

function numberOr(value: bigint | null, json: Json): Value {
  return value === null ? unknown({ code: 'not-readable', values: { what: JSON.stringify(json) } }) : number(value)
}

function compute(operator: string, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '&':
      return left & right
    case '|':
      return left | right
    case '^':
      return left ^ right
    // A register has at most 128 bits.
    case '<<':
      return right > 128n ? 0n : left << right
    default:
      return right > 128n ? 0n : left >> right
  }
}
