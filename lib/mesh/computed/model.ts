import type { Reason } from '@/lib/mesh/computed/reasons'
import type { RuleComparison } from '@/lib/netfilter/computed/compare'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'
import type { Ruleset } from '@/lib/netfilter/model'

/** Where an object stands in the list it came from. */
export interface ObjectEvidence {
  entry: string
  pointer?: string
  at: number
}

/** A namespace's rules as kube-proxy, kubelet or Istio would write them for what is known of the cluster. */
export interface ComputedRules {
  ruleset: Ruleset
  /** How many rules there are. */
  count: number
  /** What `iptables-save` would print, without counters. */
  print(): string
  sourceOf(line: number): RuleSource | null
  /** The objects behind the rule of a line: the Service, its endpoints, the Node, the Pod. */
  evidenceOf(line: number): readonly ObjectEvidence[]
  /** Where settings come from that no object holds, worst first. */
  notes: readonly Reason[]
  compare(observed: Ruleset): RuleComparison
}

/** Why a namespace's rules cannot be computed. */
export interface ComputedGap {
  why: Reason
}

export const isGap = (computed: ComputedRules | ComputedGap): computed is ComputedGap => 'why' in computed
