import type { ProxiesAnswer } from '@/lib/api/proxies'
import { listProxies } from '@/lib/istio/proxies/list'
import type { Recording } from '@/lib/recording/recording'

/** The proxies of a recording at a moment, with the recording's own clock. */
export function proxiesAt(recording: Recording, at: number): ProxiesAnswer {
  const start = Date.parse(recording.scenario.start)
  const now = Number.isNaN(start) ? null : new Date(start + (recording.grows && at === 0 ? recording.endMs : at)).toISOString()
  return { at, now, ...listProxies(recording.snapshotAt(at)) }
}
