import { z } from 'zod'
import type { Ruleset } from '@/lib/netfilter/model'
import type { Handles } from '@/oracle/kernel/journey/observed'

const schema = z.object({
  nftables: z.array(
    z.looseObject({
      chain: z.looseObject({ family: z.string(), table: z.string(), name: z.string(), hook: z.string().optional() }).optional(),
      rule: z.looseObject({ family: z.string(), table: z.string(), chain: z.string(), handle: z.number() }).optional(),
    }),
  ),
})

/** What `nft -j list ruleset` says of one family's tables. */
export interface Listed {
  handles: Handles
  /** Built-in chains that the kernel has, as `TABLE/CHAIN`. */
  hooked: ReadonlySet<string>
}

/** Reads the places of rules in their chains by handle, and which built-in chains there are. */
export function readListed(text: string, family: 'ip' | 'ip6'): Listed {
  const handles = new Map<string, number>()
  const hooked = new Set<string>()
  const counts = new Map<string, number>()
  for (const { chain, rule } of schema.parse(JSON.parse(text)).nftables) {
    if (chain?.hook && chain.family === family) hooked.add(`${chain.table}/${chain.name}`)
    if (rule?.family !== family) continue
    const key = `${rule.table}/${rule.chain}`
    const place = (counts.get(key) ?? 0) + 1
    counts.set(key, place)
    handles.set(`${rule.table} ${rule.handle}`, place)
  }
  return { handles, hooked }
}

/** Notes in a ruleset which built-in chains there are: iptables-nft prints all of a table's. */
export function noteHooked(ruleset: Ruleset, hooked: ReadonlySet<string>): void {
  for (const table of ruleset.tables.values()) {
    for (const chain of table.chains.values()) if (chain.policy) chain.hooked = hooked.has(`${table.name}/${chain.name}`)
  }
}
