import type { Delta } from '@/components/path/counter'
import type { EntryRow } from '@/components/path/entry-list'
import type { ProxyState } from '@/components/path/proxy-state'
import type { Walk } from '@/lib/api/step'
import type { Outcome, PlaceFacts } from '@/lib/path/model'

export type Way = 'both' | 'request' | 'answer'

/** What a recording says of the same request. `counts`: of the rules of the kernel's trace, how many the walk names. `why`: why the two are not compared. */
export type Recorded = {
  agrees: boolean
  differences: string[]
  counts: { agree: number; of: number } | null
  why: string | null
  outcome: Outcome | null
  /** The recorded request's name, and for each fork in walk order the branch that it took. */
  id: string
  taken: readonly number[]
}

/** After a stop: the same request at each entry, and what would have followed: the walk from one that leads further, or past a filter (`node` null). */
export type Elsewhere = { rows: EntryRow[]; leftOut: number; beyond: { node: string | null; walk: Walk } | null }

export type PathViewProps = {
  walk: Walk
  recorded?: Recorded | null
  elsewhere?: Elsewhere | null
  /** Counter changes by `ruleKey` of lib/path/rule-text. */
  deltas?: ReadonlyMap<string, Delta>
  /** By POD.NAMESPACE. */
  proxies?: ReadonlyMap<string, ProxyState>
  /** By network namespace: addresses of nodes and pods. */
  places?: ReadonlyMap<string, PlaceFacts>
  /** The id of the selected step: "7", at a fork "7b". */
  selected: string | null
  onSelect: (id: string | null) => void
  /** For each fork in walk order the branch to follow; left out ones take the likeliest. */
  follow: readonly (number | undefined)[]
  onFollow: (follow: (number | undefined)[]) => void
  way: Way
  onWay: (way: Way) => void
  /** Where evidence is read from; null for the live source. */
  recording: string | null
  /** RFC 3339 start of the source's timeline, for times of evidence. */
  start?: string | null
  freeze?: boolean
  onCompare?: () => void
  /** Where the rest of a step's passed-over rules is asked for, by its `skippedAt`. */
  skippedUrl?: (skippedAt: number) => string
}
