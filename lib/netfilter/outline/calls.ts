import type { Rule, Table } from '@/lib/netfilter/model'
import { isNative, isNativeTable } from '@/lib/netfilter/nft/model'
import { chainsOf } from '@/lib/netfilter/nft/set/used-sets'

/** Who calls whom in one table: chains by name, in the order of their calling rules. A chain without rules has no entry in `calls`. */
export interface Calls {
  calls: ReadonlyMap<string, readonly string[]>
  callers: ReadonlyMap<string, readonly string[]>
}

const known = new WeakMap<Table, Calls>()

/**
 * The calls of a table, from the targets of its rules and what their verdict maps lead to: a target that is no chain of the table is a verdict. One pass
 * over all rules, once.
 */
export function callsOf(table: Table): Calls {
  const calls = known.get(table) ?? readCalls(table)
  known.set(table, calls)
  return calls
}

function readCalls(table: Table): Calls {
  const calls = new Map<string, string[]>()
  const callers = new Map<string, string[]>()
  for (const chain of table.chains.values()) {
    const called = new Set<string>()
    for (const rule of chain.rules) for (const target of calledBy(rule, table)) called.add(target)
    if (called.size > 0) calls.set(chain.name, [...called])
    for (const target of called) {
      const known = callers.get(target)
      if (known) known.push(chain.name)
      else callers.set(target, [chain.name])
    }
  }
  return { calls, callers }
}

function calledBy(rule: Rule, table: Table): readonly string[] {
  if (isNative(rule) && isNativeTable(table)) return chainsOf(rule, table)
  return rule.target !== null && table.chains.has(rule.target) ? [rule.target] : []
}
