import type { ComputedRules } from '@/lib/mesh/computed/model'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'
import type { Chain, Rule, Table } from '@/lib/netfilter/model'
import { isNativeTable } from '@/lib/netfilter/nft/model'

/**
 * What each rule of an observed chain comes from, by its place (from 0): the Service, endpoint and pod, or the setting, of the computed rule that is the same.
 * null: no program of the cluster's would write this rule now.
 */
export function chainSources(computed: ComputedRules, table: Table, chain: Chain): (RuleSource | null)[] {
  const home = isNativeTable(table)
    ? computed.native?.tables.find(({ family, name }) => family === table.family && name === table.name)
    : computed.ruleset.tables.get(table.name)
  const left = new Map<string, Rule[]>()
  for (const rule of home?.chains.get(chain.name)?.rules ?? []) {
    const same = left.get(computed.keyOf(rule))
    if (same) same.push(rule)
    else left.set(computed.keyOf(rule), [rule])
  }
  return chain.rules.map((rule) => {
    const match = left.get(computed.keyOf(rule))?.shift()
    return match ? computed.sourceOf(match) : null
  })
}
