import { formatAddress } from '@/lib/netfilter/address/format'
import { hostIn, parseNetwork } from '@/lib/netfilter/address/network'
import { parseAddress } from '@/lib/netfilter/address/parse'
import { optionValue, type Target, unreadable } from '@/lib/netfilter/target/outcome'
import { withDestination, withSource } from '@/lib/netfilter/target/translate'

/** -j NETMAP --to NETWORK: another network, the same host in it; of the destination before routing, of the source behind it. Source: net/netfilter/xt_NETMAP.c. */
export const netmap: Target = (packet, options, { hook }) => {
  const text = optionValue(options, '--to') ?? ''
  const to = parseNetwork(text)
  const incoming = hook === 'PREROUTING' || hook === 'OUTPUT'
  const old = parseAddress(incoming ? packet.dst : packet.src)
  if (!to || !old || to.family !== old.family) return [unreadable(`--to ${text}`)]
  const ip = formatAddress(hostIn(to, old))
  return incoming
    ? [{ kind: 'accept', packet: withDestination(packet, ip, packet.dport), op: 'DNAT' }]
    : [{ kind: 'accept', packet: withSource(packet, ip, packet.sport), op: 'SNAT' }]
}
