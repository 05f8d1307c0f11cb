import type { Categories, ProxyNode } from '@/lib/kube-proxy/categorize'
import type { Endpoint } from '@/lib/kube-proxy/endpoints'
import { DROP, detectorMatch, goTo, isAddress, isLocal, oneOf, protocolOf } from '@/lib/kube-proxy/nftables/expressions'
import { endpointName, portName } from '@/lib/kube-proxy/nftables/names'
import { externallyAccessible, type IpFamily, type ServicePort } from '@/lib/kube-proxy/service-port'
import type { KubeProxySettings } from '@/lib/kube-proxy/settings'
import { contains, parseNetwork } from '@/lib/netfilter/address/network'
import { parseAddress } from '@/lib/netfilter/address/parse'
import { jump, match, network, payload } from '@/lib/netfilter/computed/nft/expressions'
import type { TableWriter } from '@/lib/netfilter/computed/nft/table-writer'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'
import type { Json } from '@/lib/netfilter/nft/json'

const MASQUERADE = jump('mark-for-masquerade')

export interface NftPortContext {
  writer: TableWriter
  settings: KubeProxySettings
  node: ProxyNode
  family: IpFamily
  port: ServicePort
  categories: Categories
}

/** All elements and rules of one port of a Service. Source: pkg/proxy/nftables proxier.go of Kubernetes 1.30, syncProxyRules. */
export function writeServicePort(context: NftPortContext): void {
  const { writer, settings, family, port, categories } = context
  const name = portName(port)
  const source: RuleSource = {
    by: 'kube-proxy',
    service: { namespace: port.namespace, name: port.name, port: port.portName },
    endpoint: null,
  }
  const here = categories.local.length > 0
  const hasInternal = categories.any && (!port.internalLocal || here)
  const hasExternal = categories.any && (!port.externalLocal || here)
  const internal = `${port.internalLocal ? 'local' : 'service'}-${name}`
  capture(context, hasInternal ? internal : null, `external-${name}`, hasExternal)
  firewall(context, `firewall-${name}`, source)
  if (hasInternal) {
    const others = detectorMatch(settings.detectLocal, true, family)
    const outside = settings.masqueradeAll ? [] : others === null ? null : [others]
    const to = [isAddress(family, 'daddr', port.clusterIp), match('==', payload(port.protocol, 'dport'), port.port)]
    if (outside !== null) writer.rule(internal, [...to, ...outside, MASQUERADE], source)
  }
  if (categories.any && externallyAccessible(port)) external(context, name, hasExternal, source)
  spread(context, `service-${name}`, categories.cluster, source)
  spread(context, `local-${name}`, categories.local, source)
  for (const endpoint of categories.reachable) translate(context, endpoint, source)
}

/** Puts the Service's addresses and ports into the maps that are looked up. */
function capture({ writer, port, categories }: NftPortContext, internal: string | null, external: string, hasExternal: boolean): void {
  const key = (...values: Json[]): Json => ({ concat: values })
  const noted = (what: Json): Json => ({ elem: { val: what, comment: port.label } })
  const refused: Json = categories.any ? DROP : goTo('reject-chain')
  writer.element('cluster-ips', port.clusterIp)
  const own = key(port.clusterIp, port.protocol, port.port)
  if (internal === null) writer.element('no-endpoint-services', [noted(own), refused])
  else writer.element('service-ips', [own, goTo(internal)])
  for (const ip of [...port.externalIps, ...port.loadBalancerIps]) {
    const at = key(ip, port.protocol, port.port)
    if (categories.any) writer.element('service-ips', [at, goTo(external)])
    if (!hasExternal) writer.element('no-endpoint-services', [noted(at), refused])
  }
  if (port.nodePort === 0) return
  const at = key(port.protocol, port.nodePort)
  if (categories.any) writer.element('service-nodeports', [at, goTo(external)])
  if (!hasExternal) writer.element('no-endpoint-nodeports', [noted(at), refused])
}

/** Drops what comes to the load balancer's address from elsewhere; the node itself may, where its address is in a range. */
function firewall({ writer, node, family, port }: NftPortContext, chain: string, source: RuleSource): void {
  if (port.loadBalancerIps.length === 0 || port.sourceRanges.length === 0) return
  const all = family === 'IPv6' ? '::/0' : '0.0.0.0/0'
  const ranges = port.sourceRanges.map((range) => range ?? all)
  const own = node.ip[family]
  const sources = own !== null && ranges.some((range) => within(range, own)) ? [...ranges, ...port.loadBalancerIps] : ranges
  const right = oneOf(sources.toSorted(byAddress).map(network))
  writer.rule(chain, [match('!=', payload(protocolOf(family), 'saddr'), right), DROP], source)
  for (const ip of port.loadBalancerIps) {
    const at: Json = { elem: { val: { concat: [ip, port.protocol, port.port] }, comment: port.label } }
    writer.element('firewall-ips', [at, goTo(chain)])
  }
}

/** The kernel lists the elements of a set by value. */
function byAddress(a: string, b: string): number {
  const [left, right] = [parseNetwork(a)?.base ?? 0n, parseNetwork(b)?.base ?? 0n]
  return left < right ? -1 : left > right ? 1 : 0
}

function within(range: string, ip: string): boolean {
  const [known, address] = [parseNetwork(range), parseAddress(ip)]
  return known !== null && address !== null && contains(known, address)
}

function external({ writer, settings, family, port }: NftPortContext, name: string, hasExternal: boolean, source: RuleSource): void {
  const chain = `external-${name}`
  if (!port.externalLocal) writer.rule(chain, [MASQUERADE], source)
  else {
    const pods = detectorMatch(settings.detectLocal, false, family)
    if (pods !== null) writer.rule(chain, [pods, goTo(`service-${name}`)], source, 'short-circuit pod traffic')
    writer.rule(chain, [isLocal('saddr'), MASQUERADE], source, 'masquerade local traffic')
    writer.rule(chain, [isLocal('saddr'), goTo(`service-${name}`)], source, 'short-circuit local traffic')
  }
  if (hasExternal) writer.rule(chain, [goTo(`${port.externalLocal ? 'local' : 'service'}-${name}`)], source)
}

/** First back to the endpoint that a client had (session affinity), then to each with the same probability. */
function spread({ writer, family, port }: NftPortContext, chain: string, endpoints: readonly Endpoint[], source: RuleSource): void {
  if (endpoints.length === 0) return
  const targets = endpoints.map((endpoint) => endpointName(port, endpoint))
  if (port.stickySeconds !== null)
    for (const target of targets)
      writer.rule(chain, [isAddress(family, 'saddr', `@affinity-${target}`), goTo(`endpoint-${target}`)], source)
  const set: Json = targets.map((target, index) => [index, goTo(`endpoint-${target}`)])
  writer.rule(chain, [{ vmap: { key: { numgen: { mode: 'random', mod: targets.length, offset: 0 } }, data: { set } } }], source)
}

/** The mark of a pod that meets itself (hairpin), then the translation. */
function translate({ writer, family, port }: NftPortContext, endpoint: Endpoint, of: RuleSource): void {
  const name = endpointName(port, endpoint)
  const source: RuleSource = of.by === 'kube-proxy' ? { ...of, endpoint: { address: endpoint.address, pod: endpoint.pod } } : of
  const number = Number(endpoint.address.slice(endpoint.address.lastIndexOf(':') + 1))
  writer.rule(`endpoint-${name}`, [isAddress(family, 'saddr', endpoint.ip), MASQUERADE], source)
  if (port.stickySeconds !== null) {
    const type = family === 'IPv6' ? 'ipv6_addr' : 'ipv4_addr'
    writer.set(`affinity-${name}`, type, { size: 65535, flags: ['timeout'], timeout: port.stickySeconds })
    const elem = payload(protocolOf(family), 'saddr')
    writer.rule(`endpoint-${name}`, [{ set: { op: 'update', elem, set: `@affinity-${name}` } }], source)
  }
  writer.rule(
    `endpoint-${name}`,
    [match('==', { meta: { key: 'l4proto' } }, port.protocol), { dnat: { addr: endpoint.ip, port: number } }],
    source,
  )
}
