import type { PortContext } from '@/lib/kube-proxy/iptables/port-context'
import { comment, detectorParts, host } from '@/lib/kube-proxy/iptables/rule-parts'
import { contains, parseNetwork } from '@/lib/netfilter/address/network'
import { parseAddress } from '@/lib/netfilter/address/parse'

const FROM_NODE = '-m addrtype --src-type LOCAL'

/** KUBE-EXT: what comes by node port, external or load balancer address. */
export function externalChain({ writer, settings, port, chains, source, hasExternal }: PortContext): void {
  const add = (rule: string) => writer.append('nat', chains.external, rule, source)
  const to = (what: string) => comment(`${what} for ${port.label} external destinations`)
  writer.chain('nat', chains.external)
  if (!port.externalLocal) {
    add(`${to('masquerade traffic')} -j KUBE-MARK-MASQ`)
  } else {
    // Pods and the node itself are inside: for them the policy Local does not hold.
    const pods = detectorParts(settings.detectLocal, false)
    if (pods) add(`${pods.source}${pods.iface}${to('pod traffic')} -j ${chains.cluster}`)
    add(`${to('masquerade LOCAL traffic')} ${FROM_NODE} -j KUBE-MARK-MASQ`)
    add(`${to('route LOCAL traffic')} ${FROM_NODE} -j ${chains.cluster}`)
  }
  if (hasExternal) add(`-j ${port.externalLocal ? chains.local : chains.cluster}`)
}

/** KUBE-FW: who may use the load balancer's address. What falls off its end is dropped in filter's KUBE-PROXY-FIREWALL. */
export function firewallChain({ writer, node, family, port, chains, source }: PortContext): void {
  const add = (rule: string) => writer.append('nat', chains.firewall, rule, source)
  const text = comment(`${port.label} loadbalancer IP`)
  for (const range of port.sourceRanges) add(`${range === null ? '' : `-s ${range} `}${text} -j ${chains.external}`)
  // A node's own packet to the address loops back with the address as its source.
  const own = node.ip[family]
  if (own !== null && port.sourceRanges.some((range) => range === null || within(range, own))) {
    for (const ip of port.loadBalancerIps) add(`-s ${host(ip)} ${text} -j ${chains.external}`)
  }
  add(comment(`other traffic to ${port.label} will be dropped by KUBE-PROXY-FIREWALL`))
}

function within(range: string, ip: string): boolean {
  const network = parseNetwork(range)
  const address = parseAddress(ip)
  return network !== null && address !== null && contains(network, address)
}
