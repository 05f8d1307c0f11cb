import { MAX_PORT, type Range } from '@/lib/netfilter/match/range'
import { parseTranslation } from '@/lib/netfilter/target/destination'
import { MAX_OUTCOMES, type Outcome, optionValue, type Target, unreadable } from '@/lib/netfilter/target/outcome'
import { withDestination, withDrawnId } from '@/lib/netfilter/target/translate'

/** -j DNAT --to-destination: of several addresses or ports the kernel takes one by a hash, so that all are followed. */
export const dnat: Target = (packet, options) => {
  const text = optionValue(options, '--to-destination') ?? ''
  const to = parseTranslation(text)
  if (!to) return [unreadable(`--to-destination ${text}`)]
  const random = options.some((option) => option.name === '--random')
  const ports = to.ports && to.base !== null ? [shiftedPort(to.ports, to.base, packet.dport)] : portChoices(to.ports, packet.dport, random)
  const addresses = to.addresses ?? [packet.dst]
  if (addresses === 'many' || !ports || addresses.length * ports.length > MAX_OUTCOMES) return [tooMany(text)]
  const drawn = withDrawnId(packet, random)
  return addresses.flatMap((dst) =>
    ports.map((dport): Outcome => ({ kind: 'accept', packet: withDestination(drawn, dst, dport), op: 'DNAT' })),
  )
}

/** With a base port nothing is drawn: the offset from it, a number of 16 bits, counts into the range. Source: nf_nat_l4proto_unique_tuple. */
function shiftedPort({ from, to }: Range, base: number, port: number): number {
  return from + (((port - base) & MAX_PORT) % (to - from + 1))
}

/** The ports that may come out; the kernel keeps a port that lies in the range. null: too many to follow. */
export function portChoices(range: Range | null, port: number, random: boolean): number[] | null {
  if (!range || (!random && port >= range.from && port <= range.to)) return [port]
  const count = range.to - range.from + 1
  return count > MAX_OUTCOMES ? null : Array.from({ length: count }, (_, index) => range.from + index)
}

function tooMany(text: string): Outcome {
  return { kind: 'unknown', reason: { code: 'not-modelled', values: { what: `a choice among more than ${MAX_OUTCOMES} of ${text}` } } }
}
