import { field, type Json, numberField, textField } from '@/lib/netfilter/nft/json'
import { breaks, type StatementResult, type StatementWay } from '@/lib/netfilter/nft/statement/statement-way'
import type { Scene } from '@/lib/netfilter/nft/value/value'
import { listeningFor } from '@/lib/netfilter/sockets/listening'

/** tproxy: gives the packet to the socket that listens there and goes on; without one the rule ends (iptables' TPROXY would drop). Source: net/netfilter/nft_tproxy.c. */
export function tproxyStatement(body: Json, { view }: Scene): StatementResult {
  const { packet, context } = view
  const family = textField(body, 'family')
  const isIpv6 = packet.src.includes(':')
  if (family !== null && (family === 'ip6') !== isIpv6) return breaks({ code: 'absent', values: { field: 'protocol', want: family } })
  const port = numberField(body, 'port') ?? packet.dport
  const address = field(body, 'addr')
  const local = packet.in ? context.addressesOf(packet.in).find((one) => one.includes(':') === isIpv6) : undefined
  const own = typeof address === 'string' ? address : (local ?? packet.dst)
  const found = listeningFor(context, packet, own, port)
  const taken: StatementWay = { probability: 1, label: `:${port}`, leads: 'next', op: 'TPROXY', port }
  const reason = { code: 'absent', values: { field: 'socket', want: `${own}:${port}` } }
  if (found === 'none') return breaks(reason)
  if (found !== 'unknown') return { ways: [taken] }
  const unknown = { code: 'not-known', values: { field: 'socket' } }
  return {
    unknown,
    ways: [
      { ...taken, probability: null },
      { probability: null, label: '', leads: 'break', reason: unknown },
    ],
  }
}
