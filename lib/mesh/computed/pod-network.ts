import type { Node } from '@/lib/kubernetes/nodes'
import { formatAddress } from '@/lib/netfilter/address/format'
import { parseNetwork } from '@/lib/netfilter/address/network'

const BITS = 32n

/**
 * The smallest IPv4 network that holds the pod networks of all nodes: where the controller manager cuts nodes' networks out of the cluster's, kube-proxy is told
 * that one (--cluster-cidr). null: no node has a network of its own.
 */
export function podNetworkOf(nodes: readonly Node[]): string | null {
  const ranges = nodes.flatMap(({ spec }) => [...(spec?.podCIDRs ?? []), ...(spec?.podCIDR ? [spec.podCIDR] : [])])
  const networks = ranges.flatMap((range) => parseNetwork(range) ?? []).filter(({ family, length }) => family === 4 && length !== null)
  const [first] = networks
  if (!first) return null
  let length = BigInt(Math.min(...networks.map((network) => network.length ?? 0)))
  const base = (value: bigint) => (value >> (BITS - length)) << (BITS - length)
  while (length > 0n && networks.some((network) => base(network.base) !== base(first.base))) length -= 1n
  return `${formatAddress({ family: 4, value: base(first.base) })}/${length}`
}
