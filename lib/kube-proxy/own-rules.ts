import { commentOf } from '@/lib/netfilter/computed/makers'
import type { Rule } from '@/lib/netfilter/model'

/** Chains of kube-proxy and kubelet with names of their own. Other programs name theirs KUBE-… too (kube-router). */
const NAMED = new Set([
  'KUBE-SERVICES',
  'KUBE-EXTERNAL-SERVICES',
  'KUBE-NODEPORTS',
  'KUBE-POSTROUTING',
  'KUBE-MARK-MASQ',
  'KUBE-MARK-DROP',
  'KUBE-FORWARD',
  'KUBE-FIREWALL',
  'KUBE-PROXY-FIREWALL',
  'KUBE-PROXY-CANARY',
  'KUBE-KUBELET-CANARY',
  'KUBE-IPTABLES-HINT',
])
/** With a hash of the Service's port; XLB is what EXT and SVL were until 1.23. */
const HASHED = /^KUBE-(SVC|SVL|EXT|FW|SEP|XLB)-[A-Z2-7]{16}$/

export const isKubeChain = (name: string): boolean => NAMED.has(name) || HASHED.test(name)

/** kube-proxy fills these by walking a map, and puts its jumps before what is there: their order says nothing. */
export const isUnorderedKubeChain = (name: string): boolean =>
  ['KUBE-SERVICES', 'KUBE-NODEPORTS', 'KUBE-EXTERNAL-SERVICES', 'KUBE-PROXY-FIREWALL'].includes(name) || !name.startsWith('KUBE-')

const LABEL = /^([a-z0-9.-]{1,253}\/[a-z0-9.-]{1,253}(?::[a-z0-9.-]{1,63})?)(?: |$)/
const OF_SERVICE = /^masquerade (?:LOCAL )?traffic for |^pod traffic for |^route LOCAL traffic for |^other traffic to /

/** NAMESPACE/NAME[:PORT] that kube-proxy's comment names. */
export function commentedService(rule: Rule): string | null {
  return LABEL.exec((commentOf(rule) ?? '').replace(OF_SERVICE, ''))?.[1] ?? null
}

/** Whether a rule has the form in which kube-proxy writes: then it is an old one of its own, else somebody else's. */
export function looksLikeProxys(rule: Rule): boolean {
  const target = rule.target ?? ''
  if (HASHED.test(rule.chain)) return isKubeChain(target) || target === 'DNAT' || (target === '' && commentedService(rule) !== null)
  if (isKubeChain(target)) return true
  const comment = commentOf(rule) ?? ''
  return ['REJECT', 'DROP', 'ACCEPT'].includes(target)
    ? / has no (local )?endpoints$| traffic not accepted by KUBE-FW-| health check node port$/.test(comment)
    : comment.startsWith('kubernetes ')
}
