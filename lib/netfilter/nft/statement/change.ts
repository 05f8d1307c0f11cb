import { TEMPLATE } from '@/lib/netfilter/match/packet-view'
import type { FlowPacket } from '@/lib/netfilter/model'
import { field, type Json, listOf, only, textField } from '@/lib/netfilter/nft/json'
import { printStatement } from '@/lib/netfilter/nft/print/rule'
import { lookUp } from '@/lib/netfilter/nft/set/look-up'
import { breaks, goOnWith, NEXT, notKnown, type StatementResult, type StatementWay } from '@/lib/netfilter/nft/statement/statement-way'
import { type Datatype, MARK, readNumber } from '@/lib/netfilter/nft/value/datatype'
import { typesOf } from '@/lib/netfilter/nft/value/expression-type'
import { readExpression } from '@/lib/netfilter/nft/value/read'
import { isUnseen, number, type Scene, type Value } from '@/lib/netfilter/nft/value/value'
import { MAX_OUTCOMES } from '@/lib/netfilter/target/outcome'

/** Fields of headers that decide where a packet goes. */
const ROUTED: ReadonlySet<string> = new Set(['saddr', 'daddr', 'sport', 'dport', 'protocol'])

/** `meta mark set …`, `ct mark set …`; what else is set does not change where a packet goes, except addresses and ports in its headers. */
export function changeStatement(body: Json, scene: Scene): StatementResult {
  const key = field(body, 'key') ?? null
  const [kind, what] = only(key) ?? []
  const name = textField(what, 'key')
  if (kind === 'payload') {
    const target = printStatement({ mangle: body }, 'ip')
    return ROUTED.has(textField(what, 'field') ?? '') || textField(what, 'base') !== null
      ? notKnown({ code: 'unknown-target', values: { target } }, target)
      : NEXT
  }
  // The zone is kept in a template until conntrack sees the packet; a mark has no connection to stand at before.
  if (kind === 'ct' && name === 'zone') return zoneStatement(body, scene)
  if (kind === 'ct' && (!scene.tracked || scene.view.ctstate.has(TEMPLATE))) return NEXT
  if ((kind !== 'meta' && kind !== 'ct') || name !== 'mark') return NEXT
  const values = valuesOf(field(body, 'value') ?? null, scene)
  const ways = values.flatMap(({ probability, value }): StatementWay[] => {
    if (value.is === 'absent')
      return [{ probability, label: '', leads: 'break', reason: { code: 'absent', values: { field: value.field, want: '' } } }]
    if (value.is === 'unknown')
      return [{ probability, label: '', leads: { is: 'unknown', reason: value.reason, what: printStatement({ mangle: body }, 'ip') } }]
    const mark = value.is === 'number' ? Number(BigInt.asUintN(MARK.bits, value.value)) : 0
    return [
      {
        probability,
        label: `0x${mark.toString(16)}`,
        leads: 'next',
        packet: marked(scene.view.packet, kind, mark),
        op: kind === 'meta' ? 'MARK' : null,
      },
    ]
  })
  const [only_] = ways
  if (!only_) return NEXT
  const unknown = values.find(({ value }) => value.is === 'unknown')?.value
  if (ways.length === 1 && unknown?.is === 'unknown') return notKnown(unknown.reason, printStatement({ mangle: body }, 'ip'))
  if (ways.length === 1 && only_.leads === 'break' && only_.reason) return breaks(only_.reason)
  return unknown?.is === 'unknown' ? { ways, unknown: unknown.reason } : { ways }
}

/** A zone makes a template where there is none, also of a packet that was not to be tracked: then it is. Source: nft_ct_set_zone_eval. */
function zoneStatement(body: Json, scene: Scene): StatementResult {
  const { packet, ctstate, context } = scene.view
  if (isUnseen(scene)) return goOnWith({ ...packet, template: true })
  // Over lo the packet's translations are taken as done; one that nothing tracked would be a new connection only here.
  if (ctstate.has('UNTRACKED') && context.natDone && context.hook === 'PREROUTING') {
    const what = printStatement({ mangle: body }, 'ip')
    return notKnown({ code: 'not-modelled', values: { what } }, what)
  }
  return ctstate.has('UNTRACKED') && scene.beforeConntrack()
    ? goOnWith({ ...packet, template: true, ctstate: new Set([...packet.ctstate].map((state) => (state === 'UNTRACKED' ? 'NEW' : state))) })
    : NEXT
}

function marked(packet: FlowPacket, kind: string, mark: number): FlowPacket {
  return kind === 'meta' ? { ...packet, mark } : { ...packet, ctmark: mark }
}

interface Possible {
  probability: number | null
  value: Value
}

/** The values that an expression may give: one, or one a number of numgen or an element of a map. */
function valuesOf(json: Json, scene: Scene): Possible[] {
  if (typeof json === 'number' || typeof json === 'string') return [{ probability: 1, value: constant(json, MARK) }]
  const map = field(json, 'map')
  const value = map === undefined ? readExpression(json, scene) : null
  if (value?.is === 'dice') {
    const { first, count } = value
    if (count > MAX_OUTCOMES)
      return [{ probability: null, value: { is: 'unknown', reason: { code: 'not-modelled', values: { what: `numgen mod ${count}` } } } }]
    return Array.from({ length: count }, (_, turn) => ({ probability: 1 / count, value: number(first + BigInt(turn)) }))
  }
  if (value) return [{ probability: 1, value }]
  const key = field(map, 'key') ?? null
  const read = readExpression(key, scene)
  if (read.is === 'absent') return [{ probability: 1, value: read }]
  const found = lookUp(read, field(map, 'data') ?? null, typesOf(key), true, scene)
  const none: Value = { is: 'absent', field: 'mark' }
  if (found.is === 'found') return [{ probability: 1, value: constant(found.element.data, MARK) }]
  if (found.is === 'none') return [{ probability: 1, value: none }]
  if (found.is === 'dice')
    return found.shares.map(({ probability, element }) => ({ probability, value: element ? constant(element.data, MARK) : none }))
  const unknown: Possible = { probability: null, value: { is: 'unknown', reason: found.reason } }
  return found.orNone ? [unknown, { probability: null, value: none }] : [unknown]
}

function constant(json: Json, type: Datatype): Value {
  const value = readNumber(json, type)
  return value === null
    ? { is: 'unknown', reason: { code: 'not-readable', values: { what: JSON.stringify(listOf(json)) } } }
    : number(value)
}
