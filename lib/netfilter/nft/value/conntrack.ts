import { parseAddress } from '@/lib/netfilter/address/parse'
import type { Field } from '@/lib/netfilter/match/answer'
import { TEMPLATE } from '@/lib/netfilter/match/packet-view'
import { type Json, textField } from '@/lib/netfilter/nft/json'
import { CT_STATE, CT_STATUS } from '@/lib/netfilter/nft/value/datatype'
import { fieldOf } from '@/lib/netfilter/nft/value/field'
import { absent, number, type Scene, unknown, type Value } from '@/lib/netfilter/nft/value/value'
import { isIcmp, PROTOCOL_NUMBERS } from '@/lib/netfilter/protocol'

/** `ct KEY` of a connection's first packet; null: not modelled. Without a connection only the state is there. Source: net/netfilter/nft_ct.c. */
export function readConntrack(body: Json, scene: Scene): Value | null {
  const { packet, context, ctstate } = scene.view
  const key = textField(body, 'key')
  if (key === 'state') return number(bits(ctstate, CT_STATE.symbols))
  if (!scene.tracked || ctstate.has(TEMPLATE)) return absent('ctstate')
  switch (key) {
    case 'status':
      // Bits that have no name in nftables stand there too (translation tried).
      return {
        is: 'number',
        value: bits(new Set([...packet.ctstate, ...(context.natDone ? ['CONFIRMED'] : [])]), CT_STATUS.symbols),
        partial: true,
      }
    case 'direction':
      return number(0)
    case 'mark':
      return number(packet.ctmark ?? 0)
    case 'l3proto':
      return number(packet.src.includes(':') ? 10 : 2)
    case 'protocol':
      return number(PROTOCOL_NUMBERS[packet.proto])
    default:
      if (key === null) return null
      if (key.startsWith(packet.src.includes(':') ? 'ip ' : 'ip6 ')) return absent('protocol')
      return readTuple(key.replace(/^ip6? /, ''), textField(body, 'dir'), { ct: body }, scene)
  }
}

function bits(names: ReadonlySet<string>, symbols: ReadonlyMap<string, bigint> | undefined): bigint {
  let all = 0n
  for (const [name, bit] of symbols ?? []) if (names.has(name.toUpperCase())) all |= bit
  return all
}

/** The original source is the packet's own until SNAT; the answers come from where the packet goes, and go to where it comes from. */
function readTuple(key: string, direction: string | null, expression: Json, { view }: Scene): Value | null {
  const { packet, context, ctstate } = view
  const translated = ctstate.has('SNAT')
  const { original } = context
  const addresses: Record<string, string | null> =
    direction === 'reply'
      ? { saddr: packet.dst, daddr: packet.src }
      : { saddr: original.src ?? (translated ? null : packet.src), daddr: original.dst }
  const ports: Record<string, number | null> =
    direction === 'reply'
      ? { 'proto-src': packet.dport, 'proto-dst': packet.sport }
      : { 'proto-src': original.sport ?? (translated ? null : packet.sport), 'proto-dst': original.dport }
  const name = fieldOf(expression)
  if (!name) return null
  if (Object.hasOwn(addresses, key)) return known(parseAddress(addresses[key] ?? '')?.value ?? null, name)
  // Instead of ports ICMP has ids, types and codes there, which differ by direction.
  return Object.hasOwn(ports, key) ? known(isIcmp(packet) ? null : (ports[key] ?? null), name) : null
}

function known(value: bigint | number | null, name: Field): Value {
  return value === null ? unknown({ code: 'not-known', values: { field: name } }) : number(value)
}
