import type { Rule } from '@/lib/netfilter/model'

/** Programs by how their chains begin. The longer beginning stands first where two fit. */
const CHAINS: readonly (readonly [prefix: string, program: string])[] = [
  ['CNI-HOSTPORT', 'portmap (CNI)'],
  ['CNI-DN-', 'portmap (CNI)'],
  ['CNI-', 'bridge (CNI)'],
  ['FLANNEL-', 'flannel'],
  ['KUBE-ROUTER-', 'kube-router'],
  ['KUBE-NWPLCY-', 'kube-router'],
  ['KUBE-POD-FW-', 'kube-router'],
  ['cali', 'Calico'],
  ['CILIUM_', 'Cilium'],
  ['OLD_CILIUM_', 'Cilium'],
  ['ANTREA-', 'Antrea'],
  ['WEAVE', 'Weave Net'],
  ['DOCKER', 'Docker'],
  ['ISTIO_', 'Istio'],
  ['ufw', 'ufw'],
  ['f2b-', 'fail2ban'],
  ['IN_', 'firewalld'],
  ['FWD_', 'firewalld'],
  ['LIBVIRT_', 'libvirt'],
  ['TAILSCALE', 'Tailscale'],
  ['ts-', 'Tailscale'],
]

/** CNI plugins write the network's name and the sandbox into the comment. */
const CNI_COMMENT = /^name: "[^"]{1,200}" id: "[^"]{1,200}"$/

/** The program that made a rule, by its chain, the chain it jumps to, or its comment; null: nothing tells. */
export function makerOf(rule: Rule): string | null {
  const named = CHAINS.find(([prefix]) => rule.chain.startsWith(prefix) || (rule.target ?? '').startsWith(prefix))
  if (named) return named[1]
  const comment = commentOf(rule)
  if (comment !== null && CNI_COMMENT.test(comment)) return 'bridge (CNI)'
  return comment?.startsWith('flanneld ') ? 'flannel' : null
}

export function commentOf(rule: Rule): string | null {
  return rule.options.find(({ name }) => name === '--comment')?.values[0] ?? null
}
