import { categorizeEndpoints, type ProxyNode } from '@/lib/kube-proxy/categorize'
import { indexEndpoints } from '@/lib/kube-proxy/endpoints'
import { writeKubeletRules, writeNodePortJump, writeProxyFrame } from '@/lib/kube-proxy/iptables/node-rules'
import { writeServicePort } from '@/lib/kube-proxy/iptables/service-rules'
import { type IpFamily, servicePorts } from '@/lib/kube-proxy/service-port'
import type { KubeProxySettings } from '@/lib/kube-proxy/settings'
import type { Release } from '@/lib/kubernetes/release'
import type { EndpointSlice, Service } from '@/lib/kubernetes/services'
import { type ComputedDump, DumpWriter } from '@/lib/netfilter/computed/dump-writer'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'

/** Above so many endpoints of all Services together kube-proxy writes no comments on endpoint rules. */
const LARGE_CLUSTER_ENDPOINTS = 1000

/** What the rules of one node are computed from. */
export interface NodeRulesInput {
  services: readonly Service[]
  slices: readonly EndpointSlice[]
  node: ProxyNode
  family: IpFamily
  kubelet: Release
  /** null: kube-proxy does not use iptables here; kubelet's rules are there all the same. */
  proxy: KubeProxySettings | null
}

export interface NodeRules extends ComputedDump<RuleSource> {
  /** Comments of endpoint rules depend on when a rule was written, not on what there is now: old ones stay when a cluster grows large. */
  commentsVary: boolean
}

/**
 * The rules of kube-proxy (mode iptables) and kubelet on one node. Rules of other programs (a CNI plugin's masquerading) are not among them.
 * The order inside KUBE-SERVICES and KUBE-NODEPORTS is free: kube-proxy walks a map. Source: pkg/proxy/iptables of Kubernetes.
 */
export function computeNodeRules({ services, slices, node, family, kubelet, proxy }: NodeRulesInput): NodeRules {
  const writer = new DumpWriter<RuleSource>()
  let endpoints = 0
  if (proxy) {
    writeProxyFrame(writer, proxy)
    const index = indexEndpoints(slices, family)
    const ports = services
      .flatMap((service) => servicePorts(service, family, proxy.version))
      .map((port) => ({ port, all: index.of(port.namespace, port.name, port.portName, port.protocol, node.name) }))
    for (const { all } of ports) endpoints += all.length
    for (const { port, all } of ports) {
      const categories = categorizeEndpoints(all, port, node, proxy.version)
      writeServicePort({ writer, settings: proxy, node, family, port, categories, comments: endpoints <= LARGE_CLUSTER_ENDPOINTS })
    }
    writeNodePortJump(writer, proxy, family)
  }
  writeKubeletRules(writer, kubelet, family, proxy !== null)
  return { ...writer.build(), commentsVary: endpoints > LARGE_CLUSTER_ENDPOINTS }
}
