import type { SyncState } from '@/lib/istio/syncz/model'

/** A state, or `ABSENT`: no istiod that answered listed the proxy. */
export type BandState = SyncState | 'ABSENT'

/** From when to when something had a state: ms, `to` is where the next one begins. */
export interface StateSegment {
  from: number
  to: number
  state: BandState
}

/** Readings in order of time as segments, neighbours of the same state as one; the last one holds until `until`. */
export function segmentsOf(readings: readonly { at: number; state: BandState }[], until: number): StateSegment[] {
  const segments: StateSegment[] = []
  for (const { at, state } of readings) {
    const last = segments.at(-1)
    if (last) last.to = at
    if (last?.state !== state) segments.push({ from: at, to: at, state })
  }
  const last = segments.at(-1)
  if (last) last.to = Math.max(last.to, until)
  return segments
}
