import type { Endpoint } from '@/lib/kube-proxy/endpoints'
import type { PortContext } from '@/lib/kube-proxy/iptables/port-context'
import { comment, host, printedProbability } from '@/lib/kube-proxy/iptables/rule-parts'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'

/** An endpoint with the chain that translates to it. */
export interface EndpointChain {
  endpoint: Endpoint
  chain: string
}

const sourceOf = ({ source }: PortContext, { address, pod }: Endpoint): RuleSource => ({ ...source, endpoint: { address, pod } })

/** KUBE-SVC or KUBE-SVL: first back to the endpoint a client had (session affinity), then one of all with the same probability. */
export function jumpsToEndpoints(
  context: PortContext,
  chain: string,
  endpoints: readonly Endpoint[],
  targets: ReadonlyMap<string, EndpointChain>,
): void {
  const { writer, family, port } = context
  const text = ({ address }: Endpoint) => (context.comments ? `${comment(`${port.label} -> ${address}`)} ` : '')
  const chainOf = ({ address }: Endpoint) => targets.get(address)?.chain ?? ''
  if (port.stickySeconds !== null) {
    for (const endpoint of endpoints) {
      const recent = `-m recent --rcheck --seconds ${port.stickySeconds} --reap ${recentList(chainOf(endpoint), family)}`
      writer.append('nat', chain, `${text(endpoint)}${recent} -j ${chainOf(endpoint)}`, sourceOf(context, endpoint))
    }
  }
  for (const [index, endpoint] of endpoints.entries()) {
    const left = endpoints.length - index
    const share = left > 1 ? `-m statistic --mode random --probability ${printedProbability(left)} ` : ''
    writer.append('nat', chain, `${text(endpoint)}${share}-j ${chainOf(endpoint)}`, sourceOf(context, endpoint))
  }
}

/** KUBE-SEP: the mark of a pod that meets itself (hairpin), then the translation. */
export function endpointChains(context: PortContext, targets: Iterable<EndpointChain>): void {
  const { writer, family, port } = context
  const text = context.comments ? `${comment(port.label)} ` : ''
  for (const { endpoint, chain } of targets) {
    const source = sourceOf(context, endpoint)
    const recent = port.stickySeconds === null ? '' : `-m recent --set ${recentList(chain, family)} `
    writer.append('nat', chain, `-s ${host(endpoint.ip)} ${text}-j KUBE-MARK-MASQ`, source)
    writer.append(
      'nat',
      chain,
      `-p ${port.protocol} ${text}${recent}-m ${port.protocol} -j DNAT --to-destination ${endpoint.address}`,
      source,
    )
  }
}

function recentList(chain: string, family: PortContext['family']): string {
  const mask = family === 'IPv6' ? 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff' : '255.255.255.255'
  return `--name ${chain} --mask ${mask} --rsource`
}
