import type { Timeline } from '@/lib/api/timeline'
import { framesOf, isLive, ticksOf } from '@/lib/recording/changes'
import type { Recording } from '@/lib/recording/recording'

const kept = new WeakMap<Recording, Timeline>()

/** A recording's timeline; worked out once. */
export function timelineOf(name: string, recording: Recording): Timeline {
  const known = recording.grows ? undefined : kept.get(recording)
  if (known) return known
  const frames = framesOf(recording)
  const timeline = {
    recording: name,
    start: recording.scenario.start,
    endMs: recording.endMs,
    live: isLive(recording) && !recording.grows,
    ticks: ticksOf(recording, frames),
    frames,
  }
  kept.set(recording, timeline)
  return timeline
}
