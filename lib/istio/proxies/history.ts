import { splitProxyId } from '@/lib/istio/names/proxy-id'
import { type XdsType, xdsTypes } from '@/lib/istio/syncz/model'
import { type Reading, readingOf, statesIn } from '@/lib/istio/syncz/reading'
import { type BandState, type StateSegment, segmentsOf } from '@/lib/istio/syncz/segments'
import type { Recording } from '@/lib/recording/recording'
import type { Observation } from '@/lib/recording/snapshot'

/** Readings of one answer, the newest: a source that is watched for hours keeps about as many. */
const MAX_READINGS = 500

const SYNCZ = /(?:^|\/)(istiod\/([^/]+)\/syncz\.json)$/

/** Moments (ms, ascending, the newest `MAX_READINGS`) at which an istiod's syncz was read, up to one. */
export function readingMoments(recording: Recording, until: number): number[] {
  const times = synczPaths(recording).flatMap((path) => recording.versions(path).map(({ at }) => at))
  return [...new Set(times)]
    .filter((at) => at <= until)
    .sort((a, b) => a - b)
    .slice(-MAX_READINGS)
}

const synczPaths = (recording: Recording): string[] => [...new Set(recording.entries().flatMap((entry) => SYNCZ.exec(entry)?.[1] ?? []))]

// What a text says does not change, and goes when its observation does.
const kept = new WeakMap<Observation, Reading>()

function readingAt(observation: Observation): Reading {
  const reading = kept.get(observation) ?? readingOf(observation.text, observation.entry)
  kept.set(observation, reading)
  return reading
}

/** What all istiods said of a proxy at a moment, in the order of `xdsTypes`. An istiod that is gone says nothing. */
export function statesAt(recording: Recording, proxy: string, at: number): BandState[] {
  const snapshot = recording.snapshotAt(at)
  const readings = snapshot.under('istiod/').flatMap((path) => {
    const id = SYNCZ.exec(path)?.[2]
    const seen = id !== undefined && splitProxyId(id) ? snapshot.read(path) : null
    return seen ? [readingAt(seen)] : []
  })
  return statesIn(readings, proxy)
}

/** Each type's states as segments, from the readings of `statesAt`; times are those of the readings. */
export function typeSegments(readings: readonly { at: number; states: BandState[] }[], until: number): Record<XdsType, StateSegment[]> {
  const of = (index: number) =>
    segmentsOf(
      readings.map(({ at, states }) => ({ at, state: states[index] ?? 'ABSENT' })),
      until,
    )
  const [CDS, LDS, EDS, RDS, ECDS] = xdsTypes.map((_, index) => of(index))
  return { CDS: CDS ?? [], LDS: LDS ?? [], EDS: EDS ?? [], RDS: RDS ?? [], ECDS: ECDS ?? [] }
}

/** Since when a proxy's type has had the state that it has at the last of `moments`: the first moment of that run, and whether an earlier one showed another. */
export function runOf(
  recording: Recording,
  proxy: string,
  type: XdsType,
  moments: readonly number[],
): { first: number; began: boolean } | null {
  const index = xdsTypes.indexOf(type)
  const stateAt = (moment: number) => statesAt(recording, proxy, moment)[index]
  let at = moments.length - 1
  const last = moments[at]
  if (last === undefined) return null
  const state = stateAt(last)
  while (at > 0 && stateAt(moments[at - 1] ?? 0) === state) at--
  return { first: moments[at] ?? last, began: at > 0 }
}
