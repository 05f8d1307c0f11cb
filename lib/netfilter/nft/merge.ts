import type { TableFamily } from '@/lib/netfilter/family'
import type { Chain, Rule, Ruleset } from '@/lib/netfilter/model'
import { isNative, type NftChain, type NftTable } from '@/lib/netfilter/nft/model'
import type { NftRuleset } from '@/lib/netfilter/nft/parse/ruleset'

/** Tables that iptables-nft itself makes; `iptables-save` prints them. */
const OWN_TABLES: ReadonlySet<string> = new Set(['filter', 'nat', 'mangle', 'raw', 'security'])

/** What nft prints of a rule that iptables-nft never makes, and that iptables-save therefore prints as something else, with exit 0. */
const NATIVE =
  /"(?:vmap|map|set|concat|numgen|jhash|symhash|fib|ct|socket|rt|osf|masquerade|redirect|snat|dnat|tproxy|notrack|queue|synproxy|dup|fwd|flow|last|ct count|ct helper)"\s{0,8}:|"mangle"\s{0,8}:\s{0,8}\{\s{0,8}"key"\s{0,8}:\s{0,8}\{\s{0,8}"meta"\s{0,8}:\s{0,8}\{\s{0,8}"key"\s{0,8}:\s{0,8}"mark"/

/**
 * Divides what was seen twice: tables of iptables are taken from `iptables-save`, whose rules say what their matches and targets are; all others from nft.
 * A table of iptables with a rule of native origin is taken from nft as a whole, rule by rule from iptables-save where the rule is iptables' own
 * and both list as many rules. One that iptables-save does not print, or calls incompatible, is nft's too. `family`: that of the dump's tables.
 */
export function mergeNative(
  saved: Ruleset | null,
  { tables, mentions }: NftRuleset,
  family: TableFamily,
): { iptables: Ruleset | null; native: NftTable[]; foreign: string[] } {
  const own = new Map(saved?.tables ?? [])
  const native = tables.filter((table) => table.family !== family || !OWN_TABLES.has(table.name) || !own.has(table.name))
  const foreign: string[] = []
  if (!mentions(NATIVE)) return { iptables: saved, native, foreign }
  for (const table of tables) {
    if (native.includes(table)) continue
    const strange = [...table.chains.values()].filter((chain) => chain.mentions(NATIVE))
    if (strange.length === 0) continue
    foreign.push(...strange.map(({ name }) => `${table.name} ${name}`))
    native.push(mixed(table, own.get(table.name)?.chains ?? new Map()))
    own.delete(table.name)
  }
  return { iptables: saved && { tables: own }, native, foreign }
}

function mixed(table: NftTable, saved: ReadonlyMap<string, Chain>): NftTable {
  const chains = new Map<string, NftChain>()
  for (const [name, chain] of table.chains) {
    const own = saved.get(name)?.rules ?? []
    const rules: Rule[] =
      own.length === chain.rules.length ? chain.rules.map((rule, index) => (isForeign(rule) ? rule : (own[index] ?? rule))) : chain.rules
    const { policy, counter, line } = chain
    const mentions = (words: RegExp) => chain.mentions(words)
    chains.set(name, { name, policy, counter, line, rules, mentions })
  }
  const { family, name, dormant, hooks, sets } = table
  return { family, name, dormant, hooks, sets, chains }
}

const isForeign = (rule: Rule): boolean => isNative(rule) && NATIVE.test(JSON.stringify(rule.statements))
