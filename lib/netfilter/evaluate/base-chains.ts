import { TABLES_OF_HOOK } from '@/lib/netfilter/evaluate/tables'
import type { TableFamily } from '@/lib/netfilter/family'
import type { Chain, ChainBase, HookName, Ruleset, Table } from '@/lib/netfilter/model'
import type { NftTable } from '@/lib/netfilter/nft/model'

/** A base chain on a hook, whichever tool made it. */
export interface BaseChain {
  table: Table
  chain: Chain
  type: ChainBase['type']
  priority: number
  /** Its place among all that were made, the later ones later; null: not known. */
  order: number | null
  /** The kernel lists it. Not, or not known: it counts only by its rules and a policy that drops. */
  listed: boolean
}

/** nat before routing and of locally made packets, and nat of packets that leave or were received: where the kernel's one nat hook stands. */
const NAT_PRIORITY: Readonly<Record<HookName, number>> = { PREROUTING: -100, OUTPUT: -100, INPUT: 100, POSTROUTING: 100, FORWARD: 0 }

const PRIORITY: ReadonlyMap<string, number> = new Map([
  ['raw', -300],
  ['mangle', -150],
  ['filter', 0],
  ['security', 50],
])

/** Where a table of iptables stands on a hook; the kernel's own numbers. */
export const priorityOf = (table: string, hook: HookName): number => (table === 'nat' ? NAT_PRIORITY[hook] : (PRIORITY.get(table) ?? 0))

/** What nft lists, and the family of the tables that `iptables-save` printed. */
export interface Listed {
  tables: readonly NftTable[]
  family: TableFamily
}

/**
 * The base chains of one hook in an `iptables-save`, in their order. It prints all of a table's built-in chains, also those that nobody created and no
 * packet passes: `listed`, what nft lists of that family, tells them apart; null: that was not seen. A chain with rules exists in any case.
 */
export function chainsOfSave(ruleset: Ruleset, hook: HookName, listed: Listed | null = null): BaseChain[] {
  return TABLES_OF_HOOK[hook].flatMap((name): BaseChain[] => {
    const table = ruleset.tables.get(name)
    const chain = table?.chains.get(hook)
    if (!table || !chain || chain.hooked === false) return []
    const base = listed?.tables.find((other) => other.family === listed.family && other.name === name)?.hooks.get(hook)?.base
    if (listed && !base && chain.rules.length === 0) return []
    const priority = priorityOf(name, hook)
    return [
      {
        table,
        chain,
        type: typeOf(name, hook),
        priority,
        order: base?.order ?? null,
        listed: base !== undefined || chain.hooked === true,
      },
    ]
  })
}

/** iptables' mangle looks the route of locally made packets up again, as native chains of type route do. */
function typeOf(table: string, hook: HookName): ChainBase['type'] {
  return table === 'nat' ? 'nat' : table === 'mangle' && hook === 'OUTPUT' ? 'route' : 'filter'
}

/** The base chains of one hook in a native table. */
export function chainsOfTable(table: NftTable, hook: HookName): BaseChain[] {
  return [...table.hooks].flatMap(([name, { base }]): BaseChain[] => {
    const chain = base?.hook === hook ? table.chains.get(name) : undefined
    return base && chain ? [{ table, chain, type: base.type, priority: base.priority, order: base.order, listed: true }] : []
  })
}

/**
 * Puts base chains into the order in which a packet meets them: by priority; of the same priority the one that was made later comes first. All nat
 * chains stand where the kernel's nat hook stands, in the order of their own priorities. Source: nf_hook_entries_grow, nf_nat_register_fn.
 */
export function inOrder(chains: readonly BaseChain[], hook: HookName): BaseChain[] {
  const place = ({ type, priority }: BaseChain) => (type === 'nat' ? NAT_PRIORITY[hook] : priority)
  return [...chains].sort((a, b) => place(a) - place(b) || a.priority - b.priority || (b.order ?? 0) - (a.order ?? 0))
}
