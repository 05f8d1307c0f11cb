import type { Rule } from '@/lib/netfilter/model'

export const isIstioChain = (name: string): boolean => name.startsWith('ISTIO_')

/** Its native tables, of family inet. */
export const ISTIO_TABLES: readonly string[] = ['istio-proxy-nat', 'istio-proxy-mangle', 'istio-proxy-raw']

/** Targets that istio-iptables uses. */
const TARGETS = new Set(['RETURN', 'REDIRECT', 'ACCEPT', 'DROP', 'TPROXY', 'MARK', 'CONNMARK', 'CT'])

/** Whether a rule has a form in which Istio writes: then it is an old one of its own, else somebody else's. */
export function looksLikeIstios(rule: Rule): boolean {
  const target = rule.target ?? ''
  return isIstioChain(target) || (isIstioChain(rule.chain) && TARGETS.has(target) && !rule.options.some(({ name }) => name === '--comment'))
}
