import { compareNodeRules } from '@/lib/kube-proxy/compare'
import { computeNodeRules } from '@/lib/kube-proxy/iptables/compute'
import type { IpFamily } from '@/lib/kube-proxy/service-port'
import { OLDEST_MINOR } from '@/lib/kube-proxy/settings'
import { atLeast, parseKubeVersion } from '@/lib/kube-proxy/version'
import type { Cluster } from '@/lib/mesh/computed/cluster'
import type { ComputedGap, ComputedRules, ObjectEvidence } from '@/lib/mesh/computed/model'
import { internalIps, nodeSettings } from '@/lib/mesh/computed/node-settings'
import { computedReason } from '@/lib/mesh/computed/reasons'
import type { Netns } from '@/lib/mesh/model'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'

const ZONE = 'topology.kubernetes.io/zone'

/** What kube-proxy and kubelet would write on a node for the Services and endpoints of this moment. */
export function computedNodeRules(cluster: Cluster, netns: Netns, family: IpFamily): ComputedRules | ComputedGap {
  const name = netns.name
  const node = cluster.node(name)
  if (!node) return { why: computedReason('no-node', { node: name }) }
  const info = node.status?.nodeInfo
  const kubelet = parseKubeVersion(info?.kubeletVersion)
  // kube-proxy's own field is deprecated and may be empty; the two have one version in nearly every cluster.
  const version = parseKubeVersion(info?.kubeProxyVersion) ?? kubelet
  if (!kubelet || !version) return { why: computedReason('no-version', { program: kubelet ? 'kube-proxy' : 'kubelet', node: name }) }
  const settings = nodeSettings(cluster, netns, version)
  if (settings.why) return { why: settings.why }
  if (settings.proxy && !atLeast(version, OLDEST_MINOR)) return { why: computedReason('old-kube-proxy', { minor: String(OLDEST_MINOR) }) }
  const ips = internalIps(node)
  const computed = computeNodeRules({
    services: cluster.services,
    slices: cluster.slices,
    node: {
      name,
      zone: node.metadata.labels?.[ZONE] ?? null,
      ip: { IPv4: ips.find((ip) => !ip.includes(':')) ?? null, IPv6: ips.find((ip) => ip.includes(':')) ?? null },
    },
    family,
    kubelet,
    proxy: settings.proxy,
  })
  return {
    ruleset: computed.ruleset,
    count: computed.count,
    print: computed.print,
    sourceOf: computed.sourceOf,
    evidenceOf: (line) => evidenceOf(cluster, computed.sourceOf(line), node.evidence),
    notes: [...(settings.note ? [settings.note] : []), ...(netns.observedRules() ? [] : [computedReason('others-unknown')])],
    compare: (observed) => compareNodeRules(observed, computed),
  }
}

function evidenceOf(cluster: Cluster, source: RuleSource | null, node: ObjectEvidence): readonly ObjectEvidence[] {
  if (source?.by !== 'kube-proxy' || !source.service) return [node]
  const key = `${source.service.namespace}/${source.service.name}`
  const service = cluster.service(key)
  const { endpoint } = source
  const slice =
    endpoint &&
    cluster.slicesOf(key).find(({ endpoints }) => (endpoints ?? []).some(({ addresses }) => isAt(endpoint.address, addresses[0])))
  return [service?.evidence, slice?.evidence].filter((one) => one !== undefined && one !== null)
}

const isAt = (address: string, ip: string | undefined): boolean =>
  ip !== undefined && address.startsWith(ip.includes(':') ? `[${ip}]:` : `${ip}:`)
