import { MAX_PORT, parseRange, type Range } from '@/lib/netfilter/match/range'
import type { RuleOption } from '@/lib/netfilter/model'
import { parseTranslation } from '@/lib/netfilter/target/destination'
import { type Outcome, optionValue, type Target, unreadable } from '@/lib/netfilter/target/outcome'
import { withSource } from '@/lib/netfilter/target/translate'

/** -j SNAT --to-source: of several addresses the kernel takes one by a hash, so that all are followed. */
export const snat: Target = (packet, options) => {
  const text = optionValue(options, '--to-source') ?? ''
  const to = parseTranslation(text)
  // A base port is DNAT's alone.
  if (!to || to.base !== null) return [unreadable(`--to-source ${text}`)]
  if (to.addresses === 'many')
    return [{ kind: 'unknown', reason: { code: 'not-modelled', values: { what: `a choice of address among ${text}` } } }]
  const sport = sourcePort(packet.sport, to.ports, options)
  return (to.addresses ?? [packet.src]).map((src): Outcome => ({ kind: 'accept', packet: withSource(packet, src, sport), op: 'SNAT' }))
}

/** -j MASQUERADE: to the address that the way out gives. */
export const masquerade: Target = (packet, options, context) => {
  const src = context.sourceFor(packet.dst, packet.out)
  if (!src)
    return [
      {
        kind: 'unknown',
        reason: { code: 'not-modelled', values: { what: `MASQUERADE without a known address of ${packet.out ?? 'the way out'}` } },
      },
    ]
  const text = optionValue(options, '--to-ports')
  const range = text === null ? null : parseRange(text, '-', MAX_PORT)
  return [{ kind: 'accept', packet: withSource(packet, src, sourcePort(packet.sport, range, options)), op: 'MASQUERADE' }]
}

/** The kernel keeps the source port when it lies in the range and is free, which is assumed; with --random… it chooses anew. */
function sourcePort(sport: number | null, range: Range | null, options: readonly RuleOption[]): number | null {
  if (options.some((option) => option.name === '--random-fully' || option.name === '--random')) return null
  if (range && range.from === range.to) return range.from
  return sport !== null && (!range || (sport >= range.from && sport <= range.to)) ? sport : null
}
