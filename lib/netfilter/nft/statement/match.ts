import type { MatchReason } from '@/lib/netfilter/model'
import { field, type Json, textField } from '@/lib/netfilter/nft/json'
import { printExpression, printRight } from '@/lib/netfilter/nft/print/expression'
import { readSpan } from '@/lib/netfilter/nft/set/elements'
import { type LookUp, lookUp } from '@/lib/netfilter/nft/set/look-up'
import { breaks, eitherWay, NEXT, type StatementResult, type StatementWay } from '@/lib/netfilter/nft/statement/statement-way'
import type { Datatype } from '@/lib/netfilter/nft/value/datatype'
import { typesOf } from '@/lib/netfilter/nft/value/expression-type'
import { fieldOf } from '@/lib/netfilter/nft/value/field'
import { readExpression } from '@/lib/netfilter/nft/value/read'
import { showValue } from '@/lib/netfilter/nft/value/show'
import type { Scene, Value } from '@/lib/netfilter/nft/value/value'

interface Comparison {
  left: Json
  right: Json
  op: string
  types: readonly Datatype[]
}

/** A match: goes on, ends the rule, or forks. A value that the packet does not have ends the rule, whatever is compared. */
export function matchStatement(body: Json, scene: Scene): StatementResult {
  const left = field(body, 'left') ?? null
  const comparison: Comparison = { left, right: field(body, 'right') ?? null, op: textField(body, 'op') ?? '==', types: typesOf(left) }
  const value = readExpression(left, scene)
  if (value.is === 'absent') return breaks({ code: 'absent', values: { field: value.field, want: wanted(comparison) } })
  const { right } = comparison
  if (field(right, 'set') !== undefined || (typeof right === 'string' && right.startsWith('@'))) return matchSet(value, comparison, scene)
  if (value.is === 'unknown') return eitherWay(value.reason)
  if (value.is === 'dice') return matchDice(value, comparison)
  const holds = compare(value, comparison)
  if (holds === null) return eitherWay({ code: 'not-modelled', values: { what: `${printExpression(left)} ${wanted(comparison)}` } })
  return holds ? NEXT : breaks(differs(value, comparison))
}

function matchSet(value: Exclude<Value, { is: 'absent' }>, comparison: Comparison, scene: Scene): StatementResult {
  const negated = comparison.op === '!='
  const found = lookUp(value, comparison.right, comparison.types, false, scene)
  const out = (): MatchReason => ({
    code: negated ? 'in-set' : 'not-in-set',
    values: { got: showValue(value, comparison.types), set: wanted(comparison) },
  })
  if (found.is === 'unknown') return eitherWay(found.reason)
  if (found.is === 'dice') return byShares(found, negated, out())
  return (found.is === 'found') !== negated ? NEXT : breaks(out())
}

function byShares({ shares }: Extract<LookUp, { is: 'dice' }>, negated: boolean, reason: MatchReason): StatementResult {
  const inside = shares.reduce((sum, { probability, element }) => (element ? sum + probability : sum), 0)
  return byChance(negated ? 1 - inside : inside, reason)
}

/** numgen against one number: how many of its numbers fit. */
function matchDice({ first, count }: Extract<Value, { is: 'dice' }>, comparison: Comparison): StatementResult {
  let fitting = 0
  for (let turn = 0n; turn < BigInt(count); turn++) {
    const holds = compare({ is: 'number', value: first + turn }, comparison)
    if (holds === null) return eitherWay({ code: 'not-readable', values: { what: wanted(comparison) } })
    if (holds) fitting++
  }
  return byChance(fitting / count, { code: 'chance', values: { probability: String(fitting / count) } })
}

function byChance(probability: number, reason: MatchReason): StatementResult {
  if (probability >= 1) return NEXT
  if (probability <= 0) return breaks(reason)
  const ways: StatementWay[] = [
    { probability, label: '', leads: 'next' },
    { probability: 1 - probability, label: '', leads: 'break', reason: { code: 'chance', values: { probability: String(probability) } } },
  ]
  return { ways }
}

/** Whether a known value compares as it should; null: the right side cannot be read, or only some bits are known. */
function compare(value: Value, { right, op, types }: Comparison): boolean | null {
  const type = types[0]
  if (!type || value.is === 'parts') return null
  // `fib … oif exists`, `exthdr … missing`.
  if (typeof right === 'boolean') return isThere(value) === (right === (op !== '!='))
  const span = readSpan(right, type)
  if (!span) return null
  if (value.is === 'name') {
    if (!('name' in span) || (op !== '==' && op !== '!=')) return null
    return (span.beginning ? value.name.startsWith(span.name) : value.name === span.name) === (op === '==')
  }
  if (value.is !== 'number' || 'name' in span) return null
  if (op === 'in') return (value.value & span.from) !== 0n
  if (op === '!') return (value.value & span.from) === 0n
  if (value.partial || value.unsure !== undefined) return null
  switch (op) {
    case '==':
      return value.value >= span.from && value.value <= span.to
    case '!=':
      return value.value < span.from || value.value > span.to
    case '<':
      return value.value < span.from
    case '<=':
      return value.value <= span.from
    case '>':
      return value.value > span.to
    case '>=':
      return value.value >= span.to
    default:
      return null
  }
}

const isThere = (value: Value): boolean => (value.is === 'name' ? value.name !== '' : value.is === 'number' && value.value !== 0n)

function differs(value: Value, comparison: Comparison): MatchReason {
  const values = {
    field: fieldOf(comparison.left) ?? printExpression(comparison.left),
    got: showValue(value, comparison.types),
    want: wanted(comparison),
  }
  return { code: comparison.op === '!=' || comparison.op === '!' ? 'excluded' : 'differs', values }
}

function wanted({ right, op, types }: Comparison): string {
  const text = printRight(right, types)
  return op === '==' || op === '!=' || op === 'in' || op === '!' ? text : `${op} ${text}`
}
