import { type Json, textField } from '@/lib/netfilter/nft/json'
import { absent, number, type Scene, type Value } from '@/lib/netfilter/nft/value/value'

/** Extension headers of IPv6, as nft names them. */
const HEADERS: ReadonlySet<string> = new Set(['hbh', 'rt', 'rt0', 'rt2', 'srh', 'frag', 'dst', 'mh'])

/**
 * `exthdr NAME exists`, or a field of such a header; null: not modelled. A connection's first packet is followed as one that is whole and has none, and in
 * IPv4 a rule that asks for one ends. Source: nft_exthdr_ipv6_eval.
 */
export function readExtensionHeader(body: Json, { view }: Scene): Value | null {
  if (!HEADERS.has(textField(body, 'name') ?? '')) return null
  if (!view.packet.src.includes(':')) return absent('protocol')
  return textField(body, 'field') === null ? number(0) : absent('fragment')
}
