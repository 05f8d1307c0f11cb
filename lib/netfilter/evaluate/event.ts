import type { Place } from '@/lib/netfilter/evaluate/place'
import { SkippedRules } from '@/lib/netfilter/evaluate/skipped-rules'
import type { HookEvent } from '@/lib/netfilter/model'

/** What happened: the rest of an event follows from where it did. */
type Happened = Pick<HookEvent, 'kind' | 'rule' | 'outcome' | 'after' | 'op'> & Partial<Pick<HookEvent, 'reason' | 'reasonCode' | 'port'>>

/** An event at a place of a way: its chain and its tables, and the rules that were passed over there since the last one. */
export function eventAt({ base, frame, packet }: Pick<Place, 'base' | 'frame' | 'packet'>, happened: Happened): HookEvent {
  const chain = frame?.chain
  return {
    from: base?.table ?? null,
    base: base?.chain.name ?? '',
    type: base?.type ?? null,
    table: base?.table.name ?? '',
    chain: chain?.name ?? '',
    before: packet,
    line: happened.rule?.line ?? chain?.line ?? 0,
    ruleCount: chain?.rules.length ?? 0,
    skipped: frame?.skipped ?? SkippedRules.none,
    reason: null,
    ...happened,
  }
}
