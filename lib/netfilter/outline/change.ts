import type { Chain, Rule } from '@/lib/netfilter/model'

/** How far a counter moved between two readings; `reset`: it began anew, and `packets` is what it has counted since. */
export interface CounterChange {
  packets: number
  bytes: number
  reset?: true
}

/**
 * How far the counters of a chain's rules moved since an earlier reading of it. Rules are known again by their text, equal ones by their order;
 * a rule that is new has counted all that it has. A rule without a counter in one of the readings is left out.
 */
export function changesSince(before: Chain | undefined, after: Chain): Map<number, CounterChange> {
  const earlier = new Map<string, Rule[]>()
  for (const rule of before?.rules ?? []) {
    const { text } = rule
    const same = earlier.get(text)
    if (same) same.push(rule)
    else earlier.set(text, [rule])
  }
  const changes = new Map<number, CounterChange>()
  for (const rule of after.rules) {
    const now = rule.counter
    const then = earlier.get(rule.text)?.shift()
    if (!now || (then && !then.counter)) continue
    const from = then?.counter ?? { packets: 0, bytes: 0 }
    changes.set(
      rule.index,
      now.packets < from.packets
        ? { packets: now.packets, bytes: now.bytes, reset: true }
        : { packets: now.packets - from.packets, bytes: now.bytes - from.bytes },
    )
  }
  return changes
}
