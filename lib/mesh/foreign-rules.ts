import type { Origin } from '@/lib/mesh/model'
import { parsedOnce } from '@/lib/mesh/parsed'
import type { Snapshot } from '@/lib/recording/snapshot'

/** `table ip kube-proxy {` at the beginning of a line, as `nft list ruleset` prints it. */
const TABLE = /^table (ip|inet|ip6|arp|bridge|netdev) (\S{1,128}) \{/
const HOOK = /^\s*type (filter|nat|route) hook (\w{1,16})/

const hookedTables = parsedOnce((observation) => {
  const hooked = new Set<string>()
  let table: string | null = null
  for (const line of observation.text.split('\n')) {
    const start = TABLE.exec(line)
    if (start?.[1]) table = start[1] === 'ip' || start[1] === 'inet' ? `${start[1]} ${start[2]}` : null
    else if (table && HOOK.test(line)) hooked.add(table)
  }
  return { tables: [...hooked], entry: observation.entry, at: observation.at }
})

/** Native nftables tables that see IPv4 packets beside iptables' own: what they do is not modelled yet. null: there are none. */
export function foreignRules(snapshot: Snapshot, folder: string): { reason: string; origin: Origin } | null {
  const found = hookedTables(snapshot, `${folder}/nft.txt`)
  if (!found || found.tables.length === 0) return null
  return {
    reason: `native nftables rules hook packets here (table ${found.tables.join(', table ')}); they are not evaluated yet`,
    origin: { entry: found.entry, at: found.at },
  }
}
