import { type SyncState, type XdsType, xdsTypes } from '@/lib/istio/syncz/model'
import type { BandState, StateSegment } from '@/lib/istio/syncz/segments'
import type { Series } from '@/lib/prometheus/matrix'

/** The worst first: where one step saw two, this one is drawn. */
const worstFirst: readonly SyncState[] = ['ERROR', 'STALE', 'NOT SENT', 'SYNCED', 'IGNORED']

/**
 * A proxy's states as bands, from what Prometheus kept (`xdsStates`, `connected`). Times are epoch ms. Where nothing was kept there is
 * no segment: that time is unknown. `begin`: where the drawing begins. ABSENT: the proxy was there, and no istiod served it.
 */
export function xdsBands(
  states: readonly Series[],
  connected: readonly Series[],
  stepMs: number,
  begin: number,
): Record<XdsType, StateSegment[]> {
  const absent = connected.flatMap(({ values }) => values.flatMap(([at, value]) => (value === 0 ? [at] : [])))
  const bandOf = (type: XdsType): StateSegment[] => {
    const seen = new Map<number, BandState>(absent.map((at) => [at, 'ABSENT']))
    for (const wanted of worstFirst.toReversed()) {
      for (const { labels, values } of states) {
        if (labels.get('type') !== type || labels.get('state') !== wanted) continue
        for (const [at, value] of values) if (value > 0) seen.set(at, wanted)
      }
    }
    return joined(seen, stepMs, begin)
  }
  const [CDS, LDS, EDS, RDS, ECDS] = xdsTypes.map(bandOf)
  return { CDS: CDS ?? [], LDS: LDS ?? [], EDS: EDS ?? [], RDS: RDS ?? [], ECDS: ECDS ?? [] }
}

/** Steps as segments: a sample tells of the step before it. A step without one ends a segment. */
function joined(seen: ReadonlyMap<number, BandState>, stepMs: number, begin: number): StateSegment[] {
  const segments: StateSegment[] = []
  for (const [at, state] of [...seen].sort(([a], [b]) => a - b)) {
    const last = segments.at(-1)
    const from = Math.max(begin, at - stepMs)
    if (last?.state === state && last.to >= from) last.to = at
    else segments.push({ from: last ? Math.max(last.to, from) : from, to: at, state })
  }
  return segments
}
