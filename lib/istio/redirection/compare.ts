import { compareRules, type RuleComparison } from '@/lib/netfilter/computed/compare'
import type { Ruleset } from '@/lib/netfilter/model'

export const isIstioChain = (name: string): boolean => name.startsWith('ISTIO_')

/** A pod's rules, observed and computed; every order counts. */
export function compareRedirection(observed: Ruleset, computed: Ruleset): RuleComparison {
  return compareRules(observed, computed, { anyOrder: () => false, judged: isIstioChain })
}
