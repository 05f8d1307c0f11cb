import type { FeedTrouble, ProxyState } from '@/components/path/proxy-state'
import type { ProxiesAnswer } from '@/lib/api/proxies'
import { ageAt } from '@/lib/istio/age'
import type { Card } from '@/lib/path/model'

type Sync = ProxiesAnswer['proxies'][number]['sync']

/** The xDS types of which a proxy does not have what istiod sent, by their name. `now`: RFC 3339, the source's clock. */
export function troublesOf(sync: Sync, now: string | null): ReadonlyMap<string, FeedTrouble> {
  const found = new Map<string, FeedTrouble>()
  for (const [xds, { state, sentAt, error }] of Object.entries(sync ?? {})) {
    if (state !== 'STALE' && state !== 'ERROR') continue
    found.set(xds, { state, age: ageAt(sentAt, now ?? undefined), ...(sentAt ? { sentAt } : {}), ...(error ? { error } : {}) })
  }
  return found
}

/** The age of what has been in this state the longest, to stand beside its word; empty where nobody knows. */
export function oldestAge(troubles: ReadonlyMap<string, FeedTrouble> | undefined, state: string): string {
  const ages = [...(troubles?.values() ?? [])].filter((trouble) => trouble.state === state && trouble.age !== null)
  return ages.toSorted((a, b) => Date.parse(a.sentAt ?? '') - Date.parse(b.sentAt ?? ''))[0]?.age ?? ''
}

/** The trouble of the xDS type that feeds a card's resource; null where it is in order, or nobody knows. */
export function troubleOf(card: Pick<Card, 'xds' | 'steps'>, proxies: ReadonlyMap<string, ProxyState>): FeedTrouble | null {
  const proxy = card.steps.find((step) => step.proxy !== undefined)?.proxy
  return (card.xds !== undefined && proxy !== undefined && proxies.get(proxy)?.troubles?.get(card.xds)) || null
}
