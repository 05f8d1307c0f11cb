import type { Step } from '@/lib/api/step'

/**
 * What a chain is there for, by the names that kube-proxy and Istio give to those of iptables, and to those of their own nftables tables
 * (facts/kube-proxy, facts/istio-iptables); null for others.
 */
export function chainRole({ chain, table, family }: Pick<Step, 'chain' | 'table' | 'family'>): string | null {
  const known = family === undefined ? roles : table === 'kube-proxy' ? kubeProxyRoles : table?.startsWith('istio-') ? istioRoles : []
  for (const [pattern, role] of known) if (pattern.test(chain ?? '')) return role
  return null
}

const roles: [RegExp, string][] = [
  [/^KUBE-SERVICES$/, 'kubeServices'],
  [/^KUBE-NODEPORTS$/, 'kubeNodePorts'],
  [/^KUBE-EXT-/, 'kubeExt'],
  [/^KUBE-SVL-/, 'kubeSvl'],
  [/^KUBE-SVC-/, 'kubeSvc'],
  [/^KUBE-SEP-/, 'kubeSep'],
  [/^KUBE-FW-/, 'kubeFw'],
  [/^KUBE-MARK-MASQ$/, 'kubeMark'],
  [/^KUBE-POSTROUTING$/, 'kubePostrouting'],
  [/^KUBE-FORWARD$/, 'kubeForward'],
  [/^KUBE-EXTERNAL-SERVICES$/, 'kubeExternal'],
  [/^KUBE-PROXY-FIREWALL$/, 'kubeFirewall'],
  [/^ISTIO_INBOUND$/, 'istioInbound'],
  [/^ISTIO_IN_REDIRECT$/, 'istioInRedirect'],
  [/^ISTIO_OUTPUT$/, 'istioOutput'],
  [/^ISTIO_REDIRECT$/, 'istioRedirect'],
]

const kubeProxyRoles: [RegExp, string][] = [
  [/^services$/, 'nftServices'],
  [/^external-/, 'nftExternal'],
  [/^local-/, 'nftLocal'],
  [/^service-[A-Z0-9]{8}-/, 'nftService'],
  [/^endpoint-/, 'nftEndpoint'],
  [/^firewall-[A-Z0-9]{8}-/, 'nftFirewall'],
  [/^mark-for-masquerade$/, 'nftMark'],
  [/^masquerading$/, 'nftMasquerading'],
  [/^(service|nodeport)-endpoints-check$/, 'nftEndpointsCheck'],
  [/^cluster-ips-check$/, 'nftClusterIpsCheck'],
  [/^firewall-check$/, 'nftFirewallCheck'],
  [/^reject-chain$/, 'nftReject'],
]

const istioRoles: [RegExp, string][] = [
  [/^istio-inbound$/, 'nftIstioInbound'],
  [/^istio-in-redirect$/, 'nftIstioInRedirect'],
  [/^istio-output(-dns)?$/, 'nftIstioOutput'],
  [/^istio-redirect$/, 'nftIstioRedirect'],
]
