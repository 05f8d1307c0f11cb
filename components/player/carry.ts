import type { QueryClient } from '@tanstack/react-query'
import type { ProxiesAnswer } from '@/lib/api/proxies'
import type { Change } from '@/lib/api/timeline'

/** Changes by which the objects or proxies of a mesh may be others than before. */
const meshChanges: ReadonlySet<Change['kind']> = new Set(['sync', 'config', 'kubernetes', 'namespace'])

/**
 * Takes what can't have changed between two moments of a recording (ms) over to the later one, so that only the walk and its counters
 * are asked for again: what the question bar offers, and the proxies, whose ages go on by the recording's clock.
 */
export function carryOver(client: QueryClient, recording: string, from: number, to: number, changes: Iterable<Change>): void {
  for (const change of changes) if (meshChanges.has(change.kind)) return
  const choices = client.getQueryData(['choices', recording, from])
  if (choices !== undefined) client.setQueryData(['choices', recording, to], choices)
  const proxies = client.getQueryData<ProxiesAnswer>(['proxies', recording, from])
  if (proxies)
    client.setQueryData<ProxiesAnswer>(['proxies', recording, to], { ...proxies, at: to, now: later(proxies.now, to - proxies.at) })
}

const later = (now: string | null, ms: number): string | null => (now === null ? null : new Date(Date.parse(now) + ms).toISOString())
