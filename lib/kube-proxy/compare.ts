import type { NodeRules } from '@/lib/kube-proxy/iptables/compute'
import { isKubeChain, isUnorderedKubeChain } from '@/lib/kube-proxy/own-rules'
import { compareRules, type RuleComparison } from '@/lib/netfilter/computed/compare'
import type { Rule, Ruleset } from '@/lib/netfilter/model'

const ENDPOINT_CHAIN = /^KUBE-(SVC|SVL|SEP)-/
const COMMENT = / -m comment --comment "[^"]*"/

/** A node's rules, observed and computed. Comments of endpoint rules count only where they tell something of now (see `commentsVary`). */
export function compareNodeRules(observed: Ruleset, computed: NodeRules): RuleComparison {
  return compareRules(observed, computed.ruleset, {
    anyOrder: isUnorderedKubeChain,
    judged: isKubeChain,
    textOf: ruleKey(computed),
  })
}

/** What of a rule is compared. */
export const ruleKey =
  ({ commentsVary }: NodeRules) =>
  (rule: Rule): string =>
    commentsVary && ENDPOINT_CHAIN.test(rule.chain) ? rule.text.replace(COMMENT, '') : rule.text
