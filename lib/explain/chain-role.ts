/** What a chain is there for, by the names that kube-proxy and istio-iptables give (facts/kube-proxy, facts/istio-iptables); null for others. */
export function chainRole(chain: string): string | null {
  for (const [pattern, role] of roles) if (pattern.test(chain)) return role
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
