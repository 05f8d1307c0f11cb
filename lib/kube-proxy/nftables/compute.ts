import { categorizeEndpoints, type ProxyNode } from '@/lib/kube-proxy/categorize'
import { indexEndpoints } from '@/lib/kube-proxy/endpoints'
import { protocolOf } from '@/lib/kube-proxy/nftables/expressions'
import { writeFrame } from '@/lib/kube-proxy/nftables/frame'
import { TABLE } from '@/lib/kube-proxy/nftables/names'
import { writeServicePort } from '@/lib/kube-proxy/nftables/service'
import { type IpFamily, servicePorts } from '@/lib/kube-proxy/service-port'
import type { KubeProxySettings } from '@/lib/kube-proxy/settings'
import type { EndpointSlice, Service } from '@/lib/kubernetes/services'
import { type ComputedTables, printTables, TableWriter } from '@/lib/netfilter/computed/nft/table-writer'

/** kube-proxy's own table in its mode nftables, in the form of Kubernetes 1.30; later versions name and order things alike, but not all of them. */
export function computeNftables(
  services: readonly Service[],
  slices: readonly EndpointSlice[],
  node: ProxyNode,
  family: IpFamily,
  settings: KubeProxySettings,
): ComputedTables {
  const writer = new TableWriter(protocolOf(family), TABLE)
  writeFrame(writer, settings, family)
  const index = indexEndpoints(slices, family)
  for (const service of services) {
    for (const port of servicePorts(service, family, settings.version)) {
      const all = index.of(port.namespace, port.name, port.portName, port.protocol, node.name)
      writeServicePort({ writer, settings, node, family, port, categories: categorizeEndpoints(all, port, node, settings.version) })
    }
  }
  return printTables([writer])
}
