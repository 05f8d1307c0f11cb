import { field, type Json, only, textField } from '@/lib/netfilter/nft/json'
import { lookUp } from '@/lib/netfilter/nft/set/look-up'
import {
  breaks,
  ends,
  type NftVerdict,
  notKnown,
  type StatementResult,
  type StatementWay,
  verdictLabel,
} from '@/lib/netfilter/nft/statement/statement-way'
import { typesOf } from '@/lib/netfilter/nft/value/expression-type'
import { readExpression } from '@/lib/netfilter/nft/value/read'
import { showValue } from '@/lib/netfilter/nft/value/show'
import type { Scene } from '@/lib/netfilter/nft/value/value'

/** A verdict as JSON; `next` for `continue`; null: it is none. */
export function readVerdict(json: Json): NftVerdict | 'next' | null {
  const [kind, body] = only(json) ?? []
  if (kind === 'continue') return 'next'
  if (kind === 'accept' || kind === 'drop' || kind === 'return') return { is: kind }
  const chain = textField(body, 'target')
  return (kind === 'jump' || kind === 'goto') && chain !== null ? { is: kind, chain } : null
}

/** A verdict map: ends with what it has for the packet; without an element the rule does not match. */
export function verdictMapStatement(body: Json, scene: Scene): StatementResult {
  const key = field(body, 'key') ?? null
  const types = typesOf(key)
  const data = field(body, 'data') ?? null
  const value = readExpression(key, scene)
  if (value.is === 'absent') return breaks({ code: 'absent', values: { field: value.field, want: '' } })
  const found = lookUp(value, data, types, true, scene)
  const set = typeof data === 'string' ? data : '{ … }'
  const reason = { code: 'not-in-set', values: { got: showValue(value, types), set } }
  const none = (probability: number | null): StatementWay => ({ probability, label: '', leads: 'break', reason })
  switch (found.is) {
    case 'none':
      return breaks(reason)
    case 'found':
      return endWith(found.element.data)
    case 'dice':
      return {
        ways: merged(found.shares.map(({ probability, element }) => (element ? wayTo(element.data, probability) : none(probability)))),
      }
    case 'unknown': {
      const ways = merged(found.elements.map(({ data: verdict }) => wayTo(verdict, null)))
      if (ways.length === 0) return notKnown(found.reason, 'vmap')
      return { ways: found.orNone ? [...ways, none(null)] : ways, unknown: found.reason }
    }
  }
}

function endWith(json: Json | null): StatementResult {
  const verdict = json === null ? null : readVerdict(json)
  if (verdict === 'next') return { ways: [{ probability: 1, label: 'continue', leads: 'next' }] }
  return verdict ? ends(verdict) : notKnown({ code: 'not-readable', values: { what: JSON.stringify(json) } }, 'vmap')
}

function wayTo(json: Json | null, probability: number | null): StatementWay {
  const verdict = json === null ? null : readVerdict(json)
  if (verdict === 'next') return { probability, label: 'continue', leads: 'next' }
  const leads: NftVerdict = verdict ?? {
    is: 'unknown',
    reason: { code: 'not-readable', values: { what: JSON.stringify(json) } },
    what: 'vmap',
  }
  return { probability, label: verdictLabel(leads), leads }
}

/** Ways to one verdict are one way. */
function merged(ways: readonly StatementWay[]): StatementWay[] {
  const byVerdict = new Map<string, StatementWay>()
  for (const way of ways) {
    const key = JSON.stringify([way.leads, way.label])
    const known = byVerdict.get(key)
    const probability =
      known && known.probability !== null && way.probability !== null ? known.probability + way.probability : way.probability
    byVerdict.set(key, known ? { ...known, probability } : way)
  }
  return [...byVerdict.values()]
}
