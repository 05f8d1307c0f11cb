import type { Reason } from '@/lib/mesh/computed/reasons'
import type { RuleComparison } from '@/lib/netfilter/computed/compare'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'
import type { Rule, Ruleset } from '@/lib/netfilter/model'
import type { NftTable } from '@/lib/netfilter/nft/model'
import type { NftRuleset } from '@/lib/netfilter/nft/parse/ruleset'

/** Where an object stands in the list it came from. */
export interface ObjectEvidence {
  entry: string
  pointer?: string
  at: number
}

/** A namespace's rules as kube-proxy, kubelet or Istio would write them for what is known of the cluster. */
export interface ComputedRules {
  ruleset: Ruleset
  /** Native tables: kube-proxy's own in its mode nftables; null: none. */
  native: NftRuleset | null
  /** How many rules, and elements of native sets and maps, there are. */
  count: number
  /** What `iptables-save` would print, without counters, and what `nft -j list ruleset` would of native tables. */
  print(): string
  sourceOf(rule: Rule): RuleSource | null
  /** What of a rule is compared: the same for an observed and a computed one that are equal. */
  keyOf(rule: Rule): string
  /** The objects behind a rule (null: a policy): the Service, its endpoints, the Node, the Pod. */
  evidenceOf(rule: Rule | null): readonly ObjectEvidence[]
  /** Where settings come from that no object holds, worst first. */
  notes: readonly Reason[]
  /** `native`: the observed tables that are not iptables'. */
  compare(observed: Ruleset, native: readonly NftTable[]): RuleComparison
}

/** Why a namespace's rules cannot be computed. */
export interface ComputedGap {
  why: Reason
}

export const isGap = (computed: ComputedRules | ComputedGap): computed is ComputedGap => 'why' in computed
