import type { ProxyNode } from '@/lib/kube-proxy/categorize'
import { compareNodeRules, ruleKey } from '@/lib/kube-proxy/compare'
import { computeNodeRules } from '@/lib/kube-proxy/iptables/compute'
import { computeNftables } from '@/lib/kube-proxy/nftables/compute'
import type { IpFamily } from '@/lib/kube-proxy/service-port'
import { NFTABLES_MINOR, OLDEST_MINOR } from '@/lib/kube-proxy/settings'
import { atLeast, parseRelease } from '@/lib/kubernetes/release'
import type { Cluster } from '@/lib/mesh/computed/cluster'
import type { ComputedGap, ComputedRules, ObjectEvidence } from '@/lib/mesh/computed/model'
import { internalIps, nodeSettings } from '@/lib/mesh/computed/node-settings'
import { computedReason } from '@/lib/mesh/computed/reasons'
import type { Netns } from '@/lib/mesh/model'
import { together } from '@/lib/netfilter/computed/compare'
import { compareTables, statementsKey } from '@/lib/netfilter/computed/nft/compare-tables'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'
import type { Rule } from '@/lib/netfilter/model'
import { isNative } from '@/lib/netfilter/nft/model'

const ZONE = 'topology.kubernetes.io/zone'

/** What kube-proxy and kubelet would write on a node for the Services and endpoints of this moment. */
export function computedNodeRules(cluster: Cluster, netns: Netns, family: IpFamily): ComputedRules | ComputedGap {
  const name = netns.name
  const node = cluster.node(name)
  if (!node) return { why: computedReason('no-node', { node: name }) }
  const info = node.status?.nodeInfo
  const kubelet = parseRelease(info?.kubeletVersion)
  // kube-proxy's own field is deprecated and may be empty; the two have one version in nearly every cluster.
  const version = parseRelease(info?.kubeProxyVersion) ?? kubelet
  if (!kubelet || !version) return { why: computedReason('no-version', { program: kubelet ? 'kube-proxy' : 'kubelet', node: name }) }
  const settings = nodeSettings(cluster, netns, version)
  if (settings.why) return { why: settings.why }
  if (settings.proxy && !atLeast(version, OLDEST_MINOR)) return { why: computedReason('old-kube-proxy', { minor: String(OLDEST_MINOR) }) }
  const { proxy } = settings
  const native = proxy?.mode === 'nftables'
  const ips = internalIps(node)
  const at: ProxyNode = {
    name,
    zone: node.metadata.labels?.[ZONE] ?? null,
    ip: { IPv4: ips.find((ip) => !ip.includes(':')) ?? null, IPv6: ips.find((ip) => ip.includes(':')) ?? null },
  }
  const { services, slices } = cluster
  const computed = computeNodeRules({ services, slices, node: at, family, kubelet, proxy: native ? null : proxy })
  const tables = native ? computeNftables(services, slices, at, family, proxy) : null
  const table = tables?.ruleset.tables[0] ?? null
  const sourceOf = (rule: Rule) => (isNative(rule) ? (tables?.sourceOf(rule.pointer) ?? null) : computed.sourceOf(rule.line))
  // Another version's table has the same parts in another form: each would look like a difference.
  const otherForm = native && version.minor !== NFTABLES_MINOR
  return {
    ruleset: computed.ruleset,
    native: tables?.ruleset ?? null,
    count: computed.count + (tables?.count ?? 0),
    print: () => computed.print() + (tables?.text ?? ''),
    sourceOf,
    keyOf: (rule) => (isNative(rule) ? statementsKey(rule) : ruleKey(computed)(rule)),
    evidenceOf: (rule) => evidenceOf(cluster, rule && sourceOf(rule), node.evidence),
    notes: [
      ...(settings.note ? [settings.note] : []),
      ...(otherForm ? [computedReason('nft-form', { minor: String(NFTABLES_MINOR) })] : []),
      ...(isSeen(netns) ? [] : [computedReason('others-unknown')]),
    ],
    compare: (observed, others) => {
      const iptables = compareNodeRules(observed, computed)
      if (!table || otherForm) return iptables
      const own = others.find((other) => other.family === table.family && other.name === table.name)
      return together(iptables, compareTables(own ?? null, table))
    },
  }
}

const isSeen = (netns: Netns): boolean => netns.observedRules() !== null || netns.observedNative().length > 0

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
