import { detectorOfProcesses } from '@/lib/kube-proxy/flags'
import { observedSettings } from '@/lib/kube-proxy/observed-settings'
import { DEFAULT_SETTINGS, type KubeProxySettings } from '@/lib/kube-proxy/settings'
import type { KubeVersion } from '@/lib/kube-proxy/version'
import type { Node } from '@/lib/kubernetes/nodes'
import type { Cluster } from '@/lib/mesh/computed/cluster'
import { computedReason, type Reason } from '@/lib/mesh/computed/reasons'
import type { Netns } from '@/lib/mesh/model'

/** kube-proxy's settings on a node; `proxy` null: it writes no iptables rules there, or `why`: what it does is not known. */
export interface NodeSettings {
  proxy: KubeProxySettings | null
  note: Reason | null
  why: Reason | null
}

const IPTABLES = 'iptables'

/**
 * No object holds kube-proxy's settings, so they are looked for in its own rules on this node, in those on another node (one DaemonSet with one
 * configuration), on command lines; what is left is its defaults.
 */
export function nodeSettings(cluster: Cluster, netns: Netns, version: KubeVersion): NodeSettings {
  const own = netns.observedRules()
  if (own) {
    const proxy = observedSettings(own.ruleset, version)
    return { proxy, note: proxy && computedReason('settings-own'), why: null }
  }
  const { proxyMode } = cluster
  for (const other of cluster.nodes) {
    const rules = other.name === netns.name ? null : other.observedRules()
    const settings = rules && observedSettings(rules.ruleset, version)
    if (settings) {
      const proxy = moved(settings, cluster.node(other.name), cluster.node(netns.name))
      return { proxy, note: computedReason('settings-other', { node: other.name }), why: null }
    }
  }
  if (proxyMode !== null && proxyMode !== IPTABLES)
    return { proxy: null, note: null, why: computedReason('proxy-mode', { mode: proxyMode }) }
  const detectLocal = detectorOfProcesses(cluster.nodes.flatMap((node) => node.processes().map(({ args }) => args)))
  const note = computedReason(detectLocal ? 'settings-flags' : 'settings-default')
  return { proxy: { ...DEFAULT_SETTINGS, version, ...(detectLocal ? { detectLocal } : {}) }, note, why: null }
}

/** What is a node's own in another node's settings: its pod network (--detect-local-mode=NodeCIDR) and the addresses of its node ports. */
function moved(settings: KubeProxySettings, from: Node | null, to: Node | null): KubeProxySettings {
  const { detectLocal, nodePortAddresses } = settings
  const ownCidrs = cidrsOf(from)
  const cidr = detectLocal.by === 'cidr' && ownCidrs.includes(detectLocal.cidr) ? cidrsOf(to).find((one) => !one.includes(':')) : undefined
  return {
    ...settings,
    ...(cidr ? { detectLocal: { by: 'cidr' as const, cidr } } : {}),
    ...(nodePortAddresses === 'all' ? {} : { nodePortAddresses: internalIps(to) }),
  }
}

const cidrsOf = (node: Node | null): string[] => [...(node?.spec?.podCIDRs ?? []), ...(node?.spec?.podCIDR ? [node.spec.podCIDR] : [])]

export const internalIps = (node: Node | null): string[] =>
  (node?.status?.addresses ?? []).filter(({ type }) => type === 'InternalIP').map(({ address }) => address)
