import type { Chain, ChainBase, Rule, Table } from '@/lib/netfilter/model'
import type { Json } from '@/lib/netfilter/nft/json'

/** A set or a map of a native table. */
export interface NftSet {
  name: string
  /** nft's names of its keys' datatypes, one a part of a concatenation: `ipv4_addr`, `inet_service`; empty: nft says it in another way. */
  type: readonly string[]
  /** What a map maps to, as nft names it: `verdict`, `ipv4_addr . inet_service`, `mark`; null for a set. */
  mapsTo: string | null
  /** Packets or time change what is in it (`dynamic`, `timeout`, a rule that adds to it): the dump is not what it holds now. */
  changing: boolean
  elements: readonly Json[]
}

/** A native table with its sets by name, or one of iptables that holds native rules among its own. */
export interface NftTable extends Table {
  family: string
  /** `dormant`: the kernel has taken its base chains off their hooks. */
  dormant: boolean
  /** Base chains by name, which is cheaper than to ask for all chains. */
  hooks: ReadonlyMap<string, ChainHook>
  sets: ReadonlyMap<string, NftSet>
  chains: Map<string, NftChain>
}

/** What nft says of a chain's hook: on one that IPv4 packets between interfaces pass (`base`), on another (`elsewhere`), or on none. */
export interface ChainHook {
  base: ChainBase | null
  elsewhere: boolean
  drops: boolean
}

export interface NftChain extends Chain {
  /** Whether the JSON of one of its rules has these words; cheaper than to read the rules. */
  mentions(words: RegExp): boolean
}

/** A native rule. `text` is what nft prints without counters; `line` is 0 where only the JSON was seen. */
export interface NftRule extends Rule {
  statements: readonly Json[]
  /** What its maker noted beside it. */
  comment: string | null
  /** The kernel's number for it, unique in its table; null: nft did not say. */
  handle: number | null
  /** JSON pointer of the rule in `nft -j list ruleset`. */
  pointer: string
}

/** Whether a rule is a native one. */
export function isNative(rule: Rule): rule is NftRule {
  return 'statements' in rule
}

/** Whether a table is a native one. */
export function isNativeTable(table: Table): table is NftTable {
  return 'sets' in table
}
