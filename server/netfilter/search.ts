import type { NetfilterSearch } from '@/lib/api/netfilter-view'
import type { Recording } from '@/lib/recording/recording'
import { dumpNamed } from '@/server/netfilter/dumps'

/** Hits that are sent; the rest is only counted. */
const MAX_HITS = 200

/** The rules of a dump in which all words of `q` stand (address, port, chain, mark, comment), upper and lower case alike. One pass over the rules. */
export function searchRules(
  recording: Recording,
  { netns, at, entry, q }: { netns: string; at: number; entry: string; q: string },
): NetfilterSearch {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const found: NetfilterSearch = { total: 0, hits: [] }
  for (const [name, table] of dumpNamed(recording, netns, at, entry).tables) {
    for (const chain of table.chains.values()) {
      for (const rule of chain.rules) {
        const text = rule.text.toLowerCase()
        if (!words.every((word) => text.includes(word))) continue
        found.total += 1
        if (found.hits.length < MAX_HITS) found.hits.push({ table: name, chain: chain.name, index: rule.index, rule: rule.text })
      }
    }
  }
  return found
}
