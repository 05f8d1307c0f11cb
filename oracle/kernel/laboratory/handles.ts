import { z } from 'zod'
import { TRACER } from '@/oracle/kernel/laboratory/tracer'

const place = { family: z.string(), table: z.string() }
const schema = z.object({
  nftables: z.array(
    z.looseObject({
      table: z.looseObject({ name: z.string() }).optional(),
      chain: z.looseObject({ ...place, name: z.string(), hook: z.string().optional() }).optional(),
      rule: z.looseObject({ ...place, chain: z.string(), handle: z.number() }).optional(),
      set: z.looseObject(place).optional(),
      map: z.looseObject(place).optional(),
    }),
  ),
})

/** What `nft -j list ruleset` says of the rules that a test loaded. */
export interface Listed {
  /** The listing without the oracle's own table. */
  text: string
  /** A rule's place in its chain, from 1, by `FAMILY TABLE HANDLE`. */
  handles: ReadonlyMap<string, number>
  /** Base chains that the kernel has, as `FAMILY TABLE CHAIN`. */
  hooked: ReadonlySet<string>
}

/** Reads a listing. */
export function readListed(text: string): Listed {
  const handles = new Map<string, number>()
  const hooked = new Set<string>()
  const counts = new Map<string, number>()
  const elements = schema.parse(JSON.parse(text)).nftables.filter((element) => {
    const { table, chain, rule, set, map } = element
    return (table?.name ?? (chain ?? rule ?? set ?? map)?.table) !== TRACER
  })
  for (const { chain, rule } of elements) {
    if (chain?.hook) hooked.add(`${chain.family} ${chain.table} ${chain.name}`)
    if (!rule) continue
    const key = `${rule.family} ${rule.table} ${rule.chain}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    handles.set(`${rule.family} ${rule.table} ${rule.handle}`, count)
  }
  return { text: JSON.stringify({ nftables: elements }), handles, hooked }
}
