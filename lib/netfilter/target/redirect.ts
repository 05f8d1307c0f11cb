import { MAX_PORT, parseRange } from '@/lib/netfilter/match/range'
import { portChoices } from '@/lib/netfilter/target/dnat'
import { type Outcome, optionValue, type Target, unreadable } from '@/lib/netfilter/target/outcome'
import { withDestination, withDrawnId } from '@/lib/netfilter/target/translate'

/** -j REDIRECT: to 127.0.0.1 for packets made here, else to the first address of the interface they came in by (none: dropped). Source: nf_nat_redirect.c. */
export const redirect: Target = (packet, options, context) => {
  const text = optionValue(options, '--to-ports')
  const range = text === null ? null : parseRange(text, '-', MAX_PORT)
  if (text !== null && !range) return [unreadable(`--to-ports ${text}`)]
  const dst = redirectAddress(packet.dst, context.hook, packet.in ? context.addressesOf(packet.in) : [])
  // Every namespace has an address on lo: without that one, addresses were not observed.
  if (!dst && context.addressesOf('lo').length > 0) return [{ kind: 'drop' }]
  if (!dst)
    return [
      {
        kind: 'unknown',
        reason: { code: 'not-modelled', values: { what: `REDIRECT on ${packet.in ?? 'an interface'} without a known address` } },
      },
    ]
  const random = options.some((option) => option.name === '--random')
  const ports = portChoices(range, packet.dport, random)
  if (!ports) return [{ kind: 'unknown', reason: { code: 'not-modelled', values: { what: `a choice of port among ${text}` } } }]
  const drawn = withDrawnId(packet, random)
  return ports.map((dport): Outcome => ({ kind: 'accept', packet: withDestination(drawn, dst, dport), op: 'REDIRECT' }))
}

function redirectAddress(dst: string, hook: string, addresses: readonly string[]): string | null {
  if (hook === 'OUTPUT') return dst.includes(':') ? '::1' : '127.0.0.1'
  return addresses.find((address) => address.includes(':') === dst.includes(':')) ?? null
}
