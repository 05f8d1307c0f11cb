import type { Origin } from '@/lib/mesh/origin'
import { parsedOnce } from '@/lib/mesh/parsed'
import { FAMILY, type IpVersion } from '@/lib/netfilter/family'
import type { Snapshot } from '@/lib/recording/snapshot'

/** `table ip kube-proxy {` at the beginning of a line, as `nft list ruleset` prints it. */
const TABLE = /^table (ip|ip6|inet) (\S{1,128}) \{/
const HOOK = /^\s*type (?:filter|nat|route) hook \w{1,16}/

/** Tables that iptables-nft itself makes: what is in them is in iptables-save too. */
const OWN_TABLES = new Set(['filter', 'nat', 'mangle', 'raw', 'security'])

/** Flat objects of `nft -j list ruleset` that describe a chain. */
const CHAIN = /"chain":\s{0,4}\{([^{}]{0,2000})\}/g

const fromText = parsedOnce((observation) => {
  const hooked = new Set<string>()
  let table: string | null = null
  for (const line of observation.text.split('\n')) {
    const start = TABLE.exec(line)
    if (start) table = `${start[1]} ${start[2]}`
    else if (table && HOOK.test(line)) hooked.add(table)
  }
  return { tables: [...hooked], entry: observation.entry, at: observation.at }
})

const fromJson = parsedOnce((observation) => {
  const hooked = new Set<string>()
  for (const [, fields = ''] of observation.text.matchAll(CHAIN)) {
    if (!fields.includes('"hook"')) continue
    const family = fieldOf(fields, 'family')
    const table = fieldOf(fields, 'table')
    if (family === 'inet' || ((family === 'ip' || family === 'ip6') && !OWN_TABLES.has(table))) hooked.add(`${family} ${table}`)
  }
  return { tables: [...hooked], entry: observation.entry, at: observation.at }
})

function fieldOf(fields: string, name: string): string {
  const start = fields.indexOf(`"${name}":`)
  return start < 0 ? '' : (fields.slice(start + name.length + 3).split('"', 2)[1] ?? '')
}

/** Native nftables tables that hook packets of one version of IP beside iptables' own, without reading their rules; null: there are none. */
export function foreignRules(snapshot: Snapshot, folder: string, version: IpVersion): { tables: string[]; origin: Origin } | null {
  const found = fromText(snapshot, `${folder}/nft.txt`) ?? fromJson(snapshot, `${folder}/nft.json`)
  const tables = (found?.tables ?? []).filter((table) => table.startsWith('inet ') || table.startsWith(`${FAMILY[version]} `))
  return found && tables.length > 0 ? { tables, origin: { entry: found.entry, at: found.at } } : null
}
