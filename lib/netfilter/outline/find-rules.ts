import type { Table } from '@/lib/netfilter/model'

export interface FoundRule {
  table: string
  chain: string
  index: number
  rule: string
}

/** The rules of tables (by the names that they are shown with) in which all words stand, upper and lower case alike; `limit` of them, and how many there are. */
export function findRules(tables: ReadonlyMap<string, Table>, q: string, limit: number): { total: number; hits: FoundRule[] } {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const found: { total: number; hits: FoundRule[] } = { total: 0, hits: [] }
  for (const [name, table] of tables) {
    for (const chain of table.chains.values()) {
      for (const rule of chain.rules) {
        const text = rule.text.toLowerCase()
        if (!words.every((word) => text.includes(word))) continue
        found.total += 1
        if (found.hits.length < limit) found.hits.push({ table: name, chain: chain.name, index: rule.index, rule: rule.text })
      }
    }
  }
  return found
}
