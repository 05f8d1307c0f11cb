import { formatAddress, withPort } from '@/lib/netfilter/address/format'
import { hostIn, parseNetwork } from '@/lib/netfilter/address/network'
import { parseAddress } from '@/lib/netfilter/address/parse'
import type { MatchReason, RuleOption } from '@/lib/netfilter/model'
import { field, type Json, listOf, numberField, textField } from '@/lib/netfilter/nft/json'
import { lookUp } from '@/lib/netfilter/nft/set/look-up'
import { breaks, type NftVerdict, notKnown, type StatementResult, type StatementWay } from '@/lib/netfilter/nft/statement/statement-way'
import { typesOf } from '@/lib/netfilter/nft/value/expression-type'
import { readExpression } from '@/lib/netfilter/nft/value/read'
import { showValue } from '@/lib/netfilter/nft/value/show'
import type { Scene } from '@/lib/netfilter/nft/value/value'
import { dnat } from '@/lib/netfilter/target/dnat'
import type { Outcome, Target } from '@/lib/netfilter/target/outcome'
import { redirect } from '@/lib/netfilter/target/redirect'
import { masquerade, snat } from '@/lib/netfilter/target/snat'

/** The targets of iptables that do the same in the kernel (nf_nat), and the option that says where to. */
const TARGETS: Readonly<Record<string, { target: Target; option: string }>> = {
  dnat: { target: dnat, option: '--to-destination' },
  snat: { target: snat, option: '--to-source' },
  redirect: { target: redirect, option: '--to-ports' },
  masquerade: { target: masquerade, option: '--to-ports' },
}

const FLAGS: ReadonlyMap<Json, string> = new Map([
  ['random', '--random'],
  ['fully-random', '--random-fully'],
  ['persistent', '--persistent'],
])

/** Where a translation leads: as iptables writes it (`10.0.0.1-10.0.0.5:80-90`), or what of it is not known. */
type Destination = { to: string } | { unknown: MatchReason }

interface Choice {
  probability: number | null
  /** null: the map has nothing for this packet, and the rule ends. */
  destination: Destination | null
}

/** dnat, snat, redirect, masquerade. The address or the port may come from a map: each of its possible answers is a way. */
export function translateStatement(kind: string, body: Json, scene: Scene): StatementResult {
  const known = TARGETS[kind]
  const isIpv6 = textField(body, 'family') === 'ip6'
  if (!known) return notKnown({ code: 'unknown-target', values: { target: kind } }, kind)
  if (isIpv6 !== scene.view.packet.src.includes(':') && field(body, 'family') !== undefined)
    return breaks({ code: 'absent', values: { field: 'protocol', want: '' } })
  const options = listOf(field(body, 'flags')).flatMap((flag): RuleOption[] => {
    const name = FLAGS.get(flag)
    return name ? [{ negated: false, name, values: [] }] : []
  })
  const choices = choicesOf(body, kind === 'redirect' || kind === 'masquerade', scene)
  const ways = choices.flatMap(({ probability, destination }): StatementWay[] => {
    if (!destination) return [{ probability, label: '', leads: 'break', reason: { code: 'not-in-set', values: { got: '-', set: kind } } }]
    if ('unknown' in destination) return [stopped(probability, destination.unknown, kind)]
    const to = destination.to === '' ? [] : [{ negated: false, name: known.option, values: [destination.to] }]
    const outcomes = known.target(scene.view.packet, [...to, ...options], scene.view.context)
    return outcomes.map((outcome) => wayOf(outcome, outcomes.length > 1 ? null : probability, kind))
  })
  const unknown = ways.length > 1 && ways.some(({ probability }) => probability === null) ? reasonOf(choices, kind) : undefined
  return unknown ? { ways, unknown } : { ways }
}

function stopped(probability: number | null, reason: MatchReason, what: string): StatementWay {
  return { probability, label: what, leads: { is: 'unknown', reason, what } }
}

function wayOf(outcome: Outcome, probability: number | null, kind: string): StatementWay {
  if (outcome.kind === 'accept' || outcome.kind === 'continue') {
    const { packet, op } = outcome
    const label = op === 'SNAT' || op === 'MASQUERADE' ? packet.src : withPort(packet.dst, packet.dport)
    return { probability, label, leads: { is: 'accept' }, packet, op }
  }
  if (outcome.kind === 'unknown') return stopped(probability, outcome.reason, kind)
  const leads: NftVerdict = { is: 'drop' }
  return { probability, label: 'drop', leads }
}

function reasonOf(choices: readonly Choice[], kind: string): MatchReason {
  const found = choices.find(({ destination }) => destination && 'unknown' in destination)?.destination
  return found && 'unknown' in found ? found.unknown : { code: 'by-hash', values: { what: kind } }
}

/** `portAlone`: redirect and masquerade write no address before their ports. */
function choicesOf(body: Json, portAlone: boolean, scene: Scene): Choice[] {
  const nothing: Choice[] = [{ probability: 1, destination: { to: '' } }]
  const [address, port] = [field(body, 'addr'), field(body, 'port')]
  const addresses = address === undefined ? nothing : choose(address, scene)
  const ports = port === undefined ? nothing : choose(port, scene)
  return addresses.flatMap((to) => ports.map((behind) => joined(to, behind, portAlone)))
}

function joined(address: Choice, port: Choice, portAlone: boolean): Choice {
  const probability = address.probability === null || port.probability === null ? null : address.probability * port.probability
  const [to, behind] = [address.destination, port.destination]
  if (!to || !behind) return { probability, destination: null }
  if ('unknown' in to) return { probability, destination: to }
  if ('unknown' in behind) return { probability, destination: behind }
  const text = behind.to === '' ? to.to : portAlone ? behind.to : withPort(to.to, behind.to)
  return { probability, destination: { to: text } }
}

/** An address or a port: written in the rule, or what a map has for the packet. */
function choose(json: Json, scene: Scene): Choice[] {
  const map = field(json, 'map')
  if (map === undefined) return [{ probability: 1, destination: written(json, null) }]
  const key = field(map, 'key') ?? null
  const value = readExpression(key, scene)
  if (value.is === 'absent') return [{ probability: 1, destination: null }]
  const found = lookUp(value, field(map, 'data') ?? null, typesOf(key), true, scene)
  const from = showValue(value, typesOf(key))
  switch (found.is) {
    case 'found':
      return [{ probability: 1, destination: written(found.element.data, from) }]
    case 'none':
      return [{ probability: 1, destination: null }]
    case 'dice':
      return found.shares.map(({ probability, element }) => ({ probability, destination: element && written(element.data, from) }))
    case 'unknown':
      return [
        ...found.elements.map(({ data }) => ({ probability: null, destination: written(data, from) })),
        ...(found.orNone ? [{ probability: null, destination: null }] : []),
        ...(found.elements.length === 0 ? [{ probability: null, destination: { unknown: found.reason } }] : []),
      ]
  }
}

function written(json: Json, from: string | null): Destination {
  if (typeof json === 'string' || typeof json === 'number') return { to: String(json) }
  const range = field(json, 'range')
  if (range !== undefined) return { to: listOf(range).join('-') }
  const concat = field(json, 'concat')
  const unknown = { unknown: { code: 'not-modelled', values: { what: JSON.stringify(json) } } }
  if (concat !== undefined) {
    const [address, port] = listOf(concat).map((part) => written(part, from))
    return address && port && 'to' in address && 'to' in port ? { to: withPort(address.to, port.to) } : unknown
  }
  const prefix = field(json, 'prefix')
  const network = parseNetwork(`${textField(prefix, 'addr')}/${numberField(prefix, 'len')}`)
  const address = from === null ? null : parseAddress(from)
  return network && address?.family === network.family ? { to: formatAddress(hostIn(network, address)) } : unknown
}
