import { changedBetween, type ResourceChange } from '@/lib/istio/diff/compare'
import type { DumpSection } from '@/lib/istio/diff/dump'

/** A resource that istiod and Envoy do not agree on. Times are RFC 3339, by Envoy's clock. */
export interface ResourceDifference {
  name: string
  /** As in the comparison; `named`: only the refusal names it. */
  change: ResourceChange['change'] | 'named'
  /** The refusal names it. */
  inError: boolean
  /** When Envoy took the one that it has; null: it has none, or does not say. */
  acceptedAt: string | null
  /** When Envoy last refused a newer one; only listeners tell. */
  refusedAt: string | null
}

/** What differs (`sent` null: istiod's side is not known, then only what the refusal names), what the refusal names first, then by name. `words`: those of the refusal. */
export function differencesOf(sent: DumpSection | null, active: DumpSection, words: ReadonlySet<string>): ResourceDifference[] {
  const has = new Map(active.resources.map((resource) => [resource.name, resource]))
  const changes = new Map<string, ResourceDifference['change']>()
  for (const name of words) if (has.has(name)) changes.set(name, 'named')
  for (const { name, change } of sent ? changedBetween(sent, active) : []) changes.set(name, change)
  const found = [...changes].map(([name, change]) => ({
    name,
    change,
    inError: words.has(name),
    acceptedAt: has.get(name)?.lastUpdated ?? null,
    refusedAt: has.get(name)?.refusedAt ?? null,
  }))
  return found.sort((a, b) => Number(b.inError) - Number(a.inError) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}
