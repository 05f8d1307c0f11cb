import { detectorOfProcesses } from '@/lib/kube-proxy/flags'
import { TABLE } from '@/lib/kube-proxy/nftables/names'
import { observedNftSettings } from '@/lib/kube-proxy/nftables/observed-settings'
import { observedSettings } from '@/lib/kube-proxy/observed-settings'
import { DEFAULT_SETTINGS, type KubeProxySettings } from '@/lib/kube-proxy/settings'
import type { Node } from '@/lib/kubernetes/nodes'
import type { Release } from '@/lib/kubernetes/release'
import type { Cluster } from '@/lib/mesh/computed/cluster'
import { podNetworkOf } from '@/lib/mesh/computed/pod-network'
import { computedReason, type Reason } from '@/lib/mesh/computed/reasons'
import type { Netns } from '@/lib/mesh/model'

/** kube-proxy's settings on a node; `proxy` null: it writes no iptables rules there, or `why`: what it does is not known. */
export interface NodeSettings {
  proxy: KubeProxySettings | null
  note: Reason | null
  why: Reason | null
}

const MODES = ['iptables', 'nftables'] as const

/**
 * No object holds kube-proxy's settings, so they are looked for in its own rules on this node, in those on another node (one DaemonSet with one
 * configuration), on command lines; what is left is its defaults.
 */
export function nodeSettings(cluster: Cluster, netns: Netns, version: Release): NodeSettings {
  const own = seenSettings(netns, version)
  if (own.seen) return { proxy: own.proxy, note: own.proxy && computedReason('settings-own'), why: null }
  const { proxyMode } = cluster
  for (const other of cluster.nodes) {
    const settings = other.name === netns.name ? null : seenSettings(other, version).proxy
    if (settings) {
      const proxy = moved(settings, cluster.node(other.name), cluster.node(netns.name))
      return { proxy, note: computedReason('settings-other', { node: other.name }), why: null }
    }
  }
  const mode = MODES.find((known) => known === (proxyMode ?? 'iptables'))
  if (!mode) return { proxy: null, note: null, why: computedReason('proxy-mode', { mode: proxyMode ?? '' }) }
  const told = detectorOfProcesses(cluster.nodes.flatMap((node) => node.processes().map(({ args }) => args)))
  const network = told ? null : podNetworkOf(cluster.nodes.flatMap(({ name }) => cluster.node(name) ?? []))
  const detectLocal = told ?? (network ? ({ by: 'cidr', cidr: network } as const) : null)
  const note = network ? computedReason('settings-pods', { network }) : computedReason(told ? 'settings-flags' : 'settings-default')
  // In mode nftables node ports answer on the node's own address by default.
  const nodePortAddresses = mode === 'nftables' ? internalIps(cluster.node(netns.name)) : DEFAULT_SETTINGS.nodePortAddresses
  return { proxy: { ...DEFAULT_SETTINGS, version, mode, nodePortAddresses, ...(detectLocal ? { detectLocal } : {}) }, note, why: null }
}

/** By the rules that were seen in a namespace, if any: of iptables, or of kube-proxy's own table. */
function seenSettings(netns: Netns, version: Release): { seen: boolean; proxy: KubeProxySettings | null } {
  const rules = netns.observedRules()
  const tables = netns.observedNative()
  const iptables = rules && observedSettings(rules.ruleset, version)
  const table = iptables ? undefined : tables.find(({ family, name }) => family === 'ip' && name === TABLE)
  return { seen: rules !== null || tables.length > 0, proxy: table ? observedNftSettings(table, version) : iptables }
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
