import type { Release } from '@/lib/kubernetes/release'

/** How kube-proxy tells a pod of this cluster by its packets (--detect-local-mode, --cluster-cidr). */
export type LocalDetector =
  | { by: 'none' }
  | { by: 'cidr'; cidr: string }
  | { by: 'bridge'; iface: string }
  /** Interfaces whose names begin so. */
  | { by: 'prefix'; prefix: string }

/** What kube-proxy was told, and what it found of its kernel: all that decides its rules beside the cluster's objects. */
export interface KubeProxySettings {
  version: Release
  mode: 'iptables' | 'nftables'
  detectLocal: LocalDetector
  masqueradeAll: boolean
  /** The bit that marks what is masqueraded (--iptables-masquerade-bit 14: 0x4000). */
  masqueradeMark: number
  /** The kernel's MASQUERADE knows --random-fully. */
  randomFully: boolean
  /** Addresses on which node ports answer, after --nodeport-addresses was applied to the node's own; `all`: any local one. */
  nodePortAddresses: 'all' | readonly string[]
  /** Node ports answer on 127.0.0.0/8 (--iptables-localhost-nodeports). */
  localhostNodePorts: boolean
  /** Packets that conntrack calls INVALID are dropped: nf_conntrack_tcp_be_liberal was off when kube-proxy began. */
  dropInvalid: boolean
  /** Since 1.31 and only with the kernel's nfacct: rules that count are there. */
  nfacct: boolean
  /** Mode nftables: networks of Services; what is sent to an address in them that no Service has is dropped. */
  serviceCidrs: readonly string[]
}

/** What kube-proxy does when it is told nothing. */
export const DEFAULT_SETTINGS: Omit<KubeProxySettings, 'version'> = {
  mode: 'iptables',
  detectLocal: { by: 'none' },
  masqueradeAll: false,
  masqueradeMark: 0x4000,
  randomFully: true,
  nodePortAddresses: 'all',
  localhostNodePorts: true,
  dropInvalid: true,
  nfacct: false,
  serviceCidrs: [],
}

/** The first version whose chains are computed here: before it, KUBE-MARK-DROP took the place of KUBE-PROXY-FIREWALL. */
export const OLDEST_MINOR = 26

/** The version in whose form the table of mode nftables is computed. */
export const NFTABLES_MINOR = 30
