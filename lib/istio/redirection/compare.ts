import { isIstioChain } from '@/lib/istio/redirection/own-rules'
import { compareRules, type RuleComparison } from '@/lib/netfilter/computed/compare'
import type { Ruleset } from '@/lib/netfilter/model'

/** A pod's rules, observed and computed; every order counts. */
export function compareRedirection(observed: Ruleset, computed: Ruleset): RuleComparison {
  return compareRules(observed, computed, { anyOrder: () => false, judged: isIstioChain, textOf: ({ text }) => text })
}
