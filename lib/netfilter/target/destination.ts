import { formatAddress } from '@/lib/netfilter/address/format'
import { parseAddress } from '@/lib/netfilter/address/parse'
import { MAX_PORT, parseRange, type Range } from '@/lib/netfilter/match/range'
import { MAX_OUTCOMES } from '@/lib/netfilter/target/outcome'

/** Where a translation may lead: the addresses (null: left as they are; a `many`: more than are followed) and the ports. */
export interface Translation {
  addresses: string[] | 'many' | null
  ports: Range | null
}

/** `10.0.0.1`, `10.0.0.1-10.0.0.3:80-90/80`, `:8080`, `[2001:db8::1]:80`; null when it is none. */
export function parseTranslation(text: string): Translation | null {
  const bracket = text.lastIndexOf(']')
  const colon = text.lastIndexOf(':')
  const hasPort = colon > bracket && (bracket >= 0 || text.indexOf(':') === colon)
  const addresses = readAddresses(hasPort ? text.slice(0, colon) : text)
  const port = hasPort ? (text.slice(colon + 1).split('/')[0] ?? '') : null
  const ports = port === null ? null : parseRange(port, '-', MAX_PORT)
  return addresses === undefined || (port !== null && !ports) ? null : { addresses, ports }
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
