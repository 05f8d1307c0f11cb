import { AGENT_DNS_PORT } from '@/lib/istio/proxy-defaults'
import { isOwner, type NativeContext, port, proxyOwners } from '@/lib/istio/redirection/native/context'
import { redirect } from '@/lib/istio/redirection/native/inbound'
import { jump, match, payload } from '@/lib/netfilter/computed/nft/expressions'
import type { Json } from '@/lib/netfilter/nft/json'

const SETTING = 'ISTIO_META_DNS_CAPTURE'
const AGENT_PORT = `${AGENT_DNS_PORT}`

/** DNS to the agent, and two conntrack zones, so that the agent's own questions do not meet the app's. */
export function captureDns(context: NativeContext): void {
  const { settings, add } = context
  if (settings.dns === null) return
  const to = servers(context, 'daddr')
  add('raw', 'output', [], jump('istio-output-dns'), SETTING)
  add('nat', 'istio-output', [], jump('istio-output-dns'), SETTING)
  for (const protocol of ['tcp', 'udp'] as const)
    for (const server of to) add('nat', 'istio-output-dns', [...server, port(protocol, 'dport', '53')], redirect(AGENT_PORT), SETTING)
  for (const owner of proxyOwners(settings)) {
    add('raw', 'istio-output-dns', [port('udp', 'dport', '53'), isOwner(owner)], zone(1), SETTING)
    add('raw', 'istio-output-dns', [port('udp', 'sport', AGENT_PORT), isOwner(owner)], zone(2), SETTING)
  }
  add('raw', 'prerouting', [], jump('istio-inbound'), SETTING)
  for (const server of to) add('raw', 'istio-output-dns', [port('udp', 'dport', '53'), ...server], zone(2), SETTING)
  for (const server of servers(context, 'saddr')) add('raw', 'istio-inbound', [port('udp', 'sport', '53'), ...server], zone(1), SETTING)
}

/** What asks for each captured name server; one that asks nothing where all are. */
function servers({ settings: { dns }, versions }: NativeContext, side: 'saddr' | 'daddr'): Json[][] {
  if (dns === 'all' || dns === null) return [[]]
  return versions.flatMap(({ header }) =>
    dns.filter((ip) => ip.includes(':') === (header === 'ip6')).map((ip) => [match('==', payload(header, side), ip)]),
  )
}

const zone = (value: number): Json => ({ mangle: { key: { ct: { key: 'zone' } }, value } })
