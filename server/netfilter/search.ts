import type { NetfilterSearch } from '@/lib/api/netfilter-view'
import { findRules } from '@/lib/netfilter/outline/find-rules'
import type { Recording } from '@/lib/recording/recording'
import { dumpNamed } from '@/server/netfilter/dumps'

/** Hits that are sent; the rest is only counted. */
const MAX_HITS = 200

/** The rules of a dump in which all words of `q` stand (address, port, chain, mark, comment). One pass over the rules. */
export function searchRules(
  recording: Recording,
  { netns, at, entry, q }: { netns: string; at: number; entry: string; q: string },
): NetfilterSearch {
  return findRules(dumpNamed(recording, netns, at, entry).tables, q, MAX_HITS)
}
