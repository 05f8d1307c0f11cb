import { z } from 'zod'
import type { Ruleset } from '@/lib/netfilter/model'

const schema = z.object({
  nftables: z.array(
    z.looseObject({
      chain: z.looseObject({ family: z.string(), table: z.string(), name: z.string(), hook: z.string().optional() }).optional(),
    }),
  ),
})

/** Built-in chains that the kernel really has, as `table/chain`, from `nft -j list ruleset`; `family`: ip or ip6. Throws when it is something else. */
export function parseBaseChains(text: string, family: 'ip' | 'ip6' = 'ip'): ReadonlySet<string> {
  const parsed = schema.safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error('not what nft -j list ruleset prints')
  const chains = parsed.data.nftables.flatMap(({ chain }) =>
    chain?.hook && chain.family === family ? [`${chain.table}/${chain.name}`] : [],
  )
  return new Set(chains)
}

/**
 * Notes in a ruleset of the nft backend which built-in chains exist: iptables-nft-save prints all of a table's, also those that nobody created and
 * no packet passes. A chain with rules exists in any case.
 */
export function noteBaseChains(ruleset: Ruleset, existing: ReadonlySet<string>): void {
  for (const table of ruleset.tables.values()) {
    for (const chain of table.chains.values()) {
      if (chain.policy) chain.hooked = chain.rules.length > 0 || existing.has(`${table.name}/${chain.name}`)
    }
  }
}
