import { endpointChain, serviceChains } from '@/lib/kube-proxy/chain-name'
import { type EndpointChain, endpointChains, jumpsToEndpoints } from '@/lib/kube-proxy/iptables/endpoint-rules'
import { externalChain, firewallChain } from '@/lib/kube-proxy/iptables/external-rules'
import type { PortContext } from '@/lib/kube-proxy/iptables/port-context'
import { comment, detectorParts, host } from '@/lib/kube-proxy/iptables/rule-parts'
import { externallyAccessible, usesClusterEndpoints, usesLocalEndpoints } from '@/lib/kube-proxy/service-port'

/** Writes all rules of one port of a Service. Source: pkg/proxy/iptables proxier.go, syncProxyRules. */
export function writeServicePort(
  given: Pick<PortContext, 'writer' | 'settings' | 'node' | 'family' | 'port' | 'categories' | 'comments'>,
): void {
  const { port, categories } = given
  const { namespace, name, portName } = port
  const context: PortContext = {
    ...given,
    chains: serviceChains(port.label, port.protocol),
    source: { by: 'kube-proxy', service: { namespace, name, port: portName }, endpoint: null },
    hasInternal: categories.any && (!port.internalLocal || categories.local.length > 0),
    hasExternal: categories.any && (!port.externalLocal || categories.local.length > 0),
  }
  capture(context)
  if (context.hasInternal) masqueradeRule(context)
  if (categories.any && externallyAccessible(port)) externalChain(context)
  if (usesFirewall(context)) firewallChain(context)
  const targets = new Map<string, EndpointChain>()
  for (const endpoint of categories.reachable)
    targets.set(endpoint.address, { endpoint, chain: endpointChain(port.label, port.protocol, endpoint.address) })
  if (usesClusterEndpoints(port)) jumpsToEndpoints(context, context.chains.cluster, categories.cluster, targets)
  if (usesLocalEndpoints(port)) jumpsToEndpoints(context, context.chains.local, categories.local, targets)
  endpointChains(context, targets.values())
}

const usesFirewall = ({ port, categories }: PortContext): boolean =>
  categories.any && port.loadBalancerIps.length > 0 && port.sourceRanges.length > 0

/** The rules that every packet looks for its Service in: KUBE-SERVICES, KUBE-NODEPORTS and filter's rules against what has no endpoint. */
function capture(context: PortContext): void {
  const { writer, port, chains, categories, source, hasInternal, hasExternal } = context
  const { label, protocol } = port
  const lb = usesFirewall(context) ? chains.firewall : chains.external
  const to = (ip: string) => `-d ${host(ip)} -p ${protocol}`
  const dport = `-m ${protocol} --dport ${port.port}`
  const nat = (ip: string, what: string, chain: string) =>
    writer.append('nat', 'KUBE-SERVICES', `${to(ip)} ${comment(`${label} ${what}`)} ${dport} -j ${chain}`, source)
  // No endpoint at all is refused; endpoints on other nodes only are dropped, so that a load balancer looks elsewhere.
  const refuse = (chain: string, match: string, port_: string) => {
    const none = comment(`${label} has no ${categories.any ? 'local ' : ''}endpoints`)
    writer.append('filter', chain, `${match.replace('{comment}', () => none)} ${port_} ${refusal(context)}`, source)
  }

  if (hasInternal) nat(port.clusterIp, 'cluster IP', port.internalLocal ? chains.local : chains.cluster)
  else refuse('KUBE-SERVICES', `${to(port.clusterIp)} {comment}`, dport)
  for (const ip of port.externalIps) {
    if (categories.any) nat(ip, 'external IP', chains.external)
    if (!hasExternal) refuse('KUBE-EXTERNAL-SERVICES', `${to(ip)} {comment}`, dport)
  }
  for (const ip of port.loadBalancerIps) {
    if (categories.any) nat(ip, 'loadbalancer IP', lb)
    if (usesFirewall(context)) {
      const text = comment(`${label} traffic not accepted by ${chains.firewall}`)
      writer.append('filter', 'KUBE-PROXY-FIREWALL', `${to(ip)} ${text} ${dport} -j DROP`, source)
    }
    if (!hasExternal) refuse('KUBE-EXTERNAL-SERVICES', `${to(ip)} {comment}`, dport)
  }
  if (port.nodePort !== 0) captureNodePort(context, refuse)
  if (port.healthCheckNodePort !== 0) {
    const text = comment(`${label} health check node port`)
    writer.append('filter', 'KUBE-NODEPORTS', `-p tcp ${text} -m tcp --dport ${port.healthCheckNodePort} -j ACCEPT`, source)
  }
}

function captureNodePort(context: PortContext, refuse: (chain: string, match: string, port: string) => void): void {
  const { writer, settings, family, port, chains, categories, source, hasExternal } = context
  const dport = `-m ${port.protocol} --dport ${port.nodePort}`
  if (categories.any) {
    if (settings.nfacct && settings.localhostNodePorts && family === 'IPv4') {
      const counted = `${dport} -m nfacct --nfacct-name  localhost_nps_accepted_pkts`
      writer.append(
        'nat',
        'KUBE-NODEPORTS',
        `-d 127.0.0.0/8 -p ${port.protocol} ${comment(port.label)} ${counted} -j ${chains.external}`,
        source,
      )
    }
    writer.append('nat', 'KUBE-NODEPORTS', `-p ${port.protocol} ${comment(port.label)} ${dport} -j ${chains.external}`, source)
  }
  if (!hasExternal) refuse('KUBE-EXTERNAL-SERVICES', `-p ${port.protocol} {comment} -m addrtype --dst-type LOCAL`, dport)
}

function refusal({ categories, family }: PortContext): string {
  if (categories.any) return '-j DROP'
  return `-j REJECT --reject-with ${family === 'IPv6' ? 'icmp6' : 'icmp'}-port-unreachable`
}

/** What comes to the cluster address from outside the cluster gets the node's address, since the answer must come back this way. */
function masqueradeRule({ writer, settings, port, chains, source }: PortContext): void {
  const parts = settings.masqueradeAll ? { source: '', iface: '' } : detectorParts(settings.detectLocal, true)
  if (!parts) return
  const { label, protocol, clusterIp } = port
  const match = `${parts.source}-d ${host(clusterIp)} ${parts.iface}-p ${protocol} ${comment(`${label} cluster IP`)}`
  writer.append(
    'nat',
    port.internalLocal ? chains.local : chains.cluster,
    `${match} -m ${protocol} --dport ${port.port} -j KUBE-MARK-MASQ`,
    source,
  )
}
