import type { Ruleset } from '@/lib/netfilter/model'

/** Which of the kernel's two rule sets speaks for a namespace, and why. */
export interface BackendChoice {
  backend: 'nft' | 'legacy'
  why: 'hint' | 'canary' | 'only-rules' | 'default'
  /** The other one has rules too: packets meet both. */
  both: boolean
}

/**
 * Chooses between `iptables-save` of the nft and of the legacy backend. A node: kubelet's hint chains in mangle, nft first. A pod has none: the
 * one with rules, legacy when both have some, as Istio itself does; nft when neither has. Source: kubelet's and istio-iptables' own detection.
 */
export function chooseBackend(nft: Ruleset | null, legacy: Ruleset | null): BackendChoice {
  const both = hasRules(nft) && hasRules(legacy)
  for (const [chain, why] of [
    ['KUBE-IPTABLES-HINT', 'hint'],
    ['KUBE-KUBELET-CANARY', 'canary'],
  ] as const) {
    if (nft?.tables.get('mangle')?.chains.has(chain)) return { backend: 'nft', why, both }
    if (legacy?.tables.get('mangle')?.chains.has(chain)) return { backend: 'legacy', why, both }
  }
  if (hasRules(legacy)) return { backend: 'legacy', why: 'only-rules', both }
  return { backend: 'nft', why: hasRules(nft) ? 'only-rules' : 'default', both }
}

function hasRules(ruleset: Ruleset | null): boolean {
  if (!ruleset) return false
  for (const table of ruleset.tables.values()) for (const chain of table.chains.values()) if (chain.rules.length > 0) return true
  return false
}
