import { formatAddress } from '@/lib/netfilter/address/format'
import { parseAddress } from '@/lib/netfilter/address/parse'
import { MAX_PORT, parseRange, parseWhole, type Range } from '@/lib/netfilter/match/range'
import { MAX_OUTCOMES } from '@/lib/netfilter/target/outcome'

/** Where a translation may lead: the addresses (null: left as they are; a `many`: more than are followed) and the ports. */
export interface Translation {
  addresses: string[] | 'many' | null
  ports: Range | null
  /** The base port of `8000-8010/80`: a packet to it gets the first port, and so on; null without one. */
  base: number | null
}

/** `10.0.0.1`, `10.0.0.1-10.0.0.3:80-90/80`, `:8080`, `[2001:db8::1]:80`; null when it is none. */
export function parseTranslation(text: string): Translation | null {
  const bracket = text.lastIndexOf(']')
  const colon = text.lastIndexOf(':')
  const hasPort = colon > bracket && (bracket >= 0 || text.indexOf(':') === colon)
  const addresses = readAddresses(hasPort ? text.slice(0, colon) : text)
  if (addresses === undefined) return null
  if (!hasPort) return { addresses, ports: null, base: null }
  const [range = '', from, ...more] = text.slice(colon + 1).split('/')
  const ports = parseRange(range, '-', MAX_PORT)
  const base = from === undefined ? null : readBase(range, from)
  return !ports || base === undefined || more.length > 0 ? null : { addresses, ports, base }
}

/** Only a range has a base port; undefined: it is none. */
function readBase(range: string, text: string): number | undefined {
  const base = range.includes('-') ? parseWhole(text) : null
  return base !== null && base > 0 && base <= MAX_PORT ? base : undefined
}

function readAddresses(text: string): Translation['addresses'] | undefined {
  if (text === '') return null
  const [first = '', last] = text.replace(/[[\]]/g, '').split('-')
  if (last === undefined || first === last) return [first]
  const [from, to] = [parseAddress(first), parseAddress(last)]
  if (!from || !to || from.family !== to.family || to.value < from.value) return undefined
  const { family, value } = from
  const count = Number(to.value - value) + 1
  return count > MAX_OUTCOMES
    ? 'many'
    : Array.from({ length: count }, (_, index) => formatAddress({ family, value: value + BigInt(index) }))
}
