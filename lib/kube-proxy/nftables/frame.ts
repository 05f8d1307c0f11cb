import { addressMap, DROP, isAddress, isLocal, oneOf, portMap, protocolOf } from '@/lib/kube-proxy/nftables/expressions'
import type { IpFamily } from '@/lib/kube-proxy/service-port'
import type { KubeProxySettings } from '@/lib/kube-proxy/settings'
import { jump, match, network, payload } from '@/lib/netfilter/computed/nft/expressions'
import type { TableWriter } from '@/lib/netfilter/computed/nft/table-writer'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'
import type { Json } from '@/lib/netfilter/nft/json'

const PROXY: RuleSource = { by: 'kube-proxy', service: null, endpoint: null }
const NEW: Json = match('in', { ct: { key: 'state' } }, 'new')
const MARK: Json = { meta: { key: 'mark' } }

/** Base chains: filtering happens before addresses are translated, since the maps hold the addresses that clients use. */
const BASE: readonly (readonly [name: string, type: string, hook: string, prio: number])[] = [
  ['filter-prerouting', 'filter', 'prerouting', -110],
  ['filter-input', 'filter', 'input', -110],
  ['filter-forward', 'filter', 'forward', -110],
  ['filter-output', 'filter', 'output', -110],
  ['filter-output-post-dnat', 'filter', 'output', -90],
  ['nat-prerouting', 'nat', 'prerouting', -100],
  ['nat-output', 'nat', 'output', -100],
  ['nat-postrouting', 'nat', 'postrouting', 100],
]

const JUMPS: readonly (readonly [chain: string, target: string, isNew: boolean])[] = [
  ['filter-prerouting', 'firewall-check', true],
  ['filter-input', 'nodeport-endpoints-check', true],
  ['filter-input', 'service-endpoints-check', true],
  ['filter-forward', 'service-endpoints-check', true],
  ['filter-forward', 'cluster-ips-check', true],
  ['filter-output', 'service-endpoints-check', true],
  ['filter-output', 'firewall-check', true],
  ['filter-output-post-dnat', 'cluster-ips-check', true],
  ['nat-prerouting', 'services', false],
  ['nat-output', 'services', false],
  ['nat-postrouting', 'masquerading', false],
]

/** Everything that kube-proxy writes whatever Services there are: base chains, sets, maps and the rules that look things up in them. */
export function writeFrame(writer: TableWriter, settings: KubeProxySettings, family: IpFamily): void {
  const address = family === 'IPv6' ? 'ipv6_addr' : 'ipv4_addr'
  const byAddress = [address, 'inet_proto', 'inet_service']
  const byPort = ['inet_proto', 'inet_service']
  const add = (chain: string, expr: readonly Json[], comment: string | null = null) => writer.rule(chain, expr, PROXY, comment)
  for (const [name, type, hook, prio] of BASE) writer.chain(name, { type, hook, prio, policy: 'accept' })
  writer.set('cluster-ips', address)
  if (settings.nodePortAddresses !== 'all') writer.set('nodeport-ips', address)
  for (const name of ['no-endpoint-services', 'firewall-ips', 'service-ips']) writer.set(name, byAddress, { map: 'verdict' })
  for (const name of ['no-endpoint-nodeports', 'service-nodeports']) writer.set(name, byPort, { map: 'verdict' })
  for (const [chain, target, isNew] of JUMPS) add(chain, [...(isNew ? [NEW] : []), jump(target)])

  const { masqueradeMark: mark } = settings
  add('mark-for-masquerade', [{ mangle: { key: MARK, value: { '|': [MARK, mark] } } }])
  add('masquerading', [match('==', { '&': [MARK, mark] }, 0), { return: null }])
  add('masquerading', [{ mangle: { key: MARK, value: { '^': [MARK, mark] } } }])
  add('masquerading', [{ masquerade: { flags: 'fully-random' } }])
  const reject: Json = { reject: { type: family === 'IPv6' ? 'icmpv6' : 'icmp', expr: 'port-unreachable' } }
  add('cluster-ips-check', [isAddress(family, 'daddr', '@cluster-ips'), reject], 'Reject traffic to invalid ports of ClusterIPs')
  const cidrs = settings.serviceCidrs.filter((cidr) => cidr.includes(':') === (family === 'IPv6'))
  if (cidrs.length > 0)
    add('cluster-ips-check', [isAddress(family, 'daddr', oneOf(cidrs.map(network))), DROP], 'Drop traffic to unallocated ClusterIPs')
  add('reject-chain', [reject])
  add('service-endpoints-check', [addressMap(family, 'no-endpoint-services')])
  add('firewall-check', [addressMap(family, 'firewall-ips')])
  add('services', [addressMap(family, 'service-ips')])
  nodePorts(writer, settings, family, add)
}

/** Node ports answer on some of the node's addresses, or on all but loopback. */
function nodePorts(
  writer: TableWriter,
  { nodePortAddresses }: KubeProxySettings,
  family: IpFamily,
  add: (chain: string, expr: readonly Json[]) => void,
): void {
  if (nodePortAddresses === 'all') {
    const loopback = match('!=', payload(protocolOf(family), 'daddr'), network(family === 'IPv6' ? '::1' : '127.0.0.0/8'))
    add('nodeport-endpoints-check', [loopback, portMap('no-endpoint-nodeports')])
    add('services', [isLocal('daddr'), loopback, portMap('service-nodeports')])
    return
  }
  for (const ip of nodePortAddresses) {
    const isLoopback = ip === '::1' || ip.startsWith('127.')
    if (ip.includes(':') === (family === 'IPv6') && !isLoopback) writer.element('nodeport-ips', ip)
  }
  const there = isAddress(family, 'daddr', '@nodeport-ips')
  add('nodeport-endpoints-check', [there, portMap('no-endpoint-nodeports')])
  add('services', [there, portMap('service-nodeports')])
}
