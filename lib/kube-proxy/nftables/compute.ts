import { categorizeEndpoints, type ProxyNode } from '@/lib/kube-proxy/categorize'
import { indexEndpoints } from '@/lib/kube-proxy/endpoints'
import { writeFrame } from '@/lib/kube-proxy/nftables/frame'
import { writeServicePort } from '@/lib/kube-proxy/nftables/service'
import { TableWriter } from '@/lib/kube-proxy/nftables/table-writer'
import { type IpFamily, servicePorts } from '@/lib/kube-proxy/service-port'
import type { KubeProxySettings } from '@/lib/kube-proxy/settings'
import type { EndpointSlice, Service } from '@/lib/kubernetes/services'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'
import { type NftRuleset, parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'

export interface NftRules {
  ruleset: NftRuleset
  /** As `nft -j list ruleset` prints it. */
  text: string
  /** Rules, and elements of sets and maps. */
  count: number
  /** What the rule with this JSON pointer comes from. */
  sourceOf(pointer: string): RuleSource | null
}

/** kube-proxy's own table in its mode nftables, in the form of Kubernetes 1.30; later versions name and order things alike, but not all of them. */
export function computeNftables(
  services: readonly Service[],
  slices: readonly EndpointSlice[],
  node: ProxyNode,
  family: IpFamily,
  settings: KubeProxySettings,
): NftRules {
  const writer = new TableWriter(family)
  writeFrame(writer, settings, family)
  const index = indexEndpoints(slices, family)
  for (const service of services) {
    for (const port of servicePorts(service, family, settings.version)) {
      const all = index.of(port.namespace, port.name, port.portName, port.protocol, node.name)
      writeServicePort({ writer, settings, node, family, port, categories: categorizeEndpoints(all, port, node, settings.version) })
    }
  }
  const { text, sources, count } = writer.build()
  return {
    ruleset: parseNftRuleset(text, null),
    text,
    count,
    sourceOf: (pointer) => sources[Number(pointer.slice(pointer.lastIndexOf('/') + 1))] ?? null,
  }
}
