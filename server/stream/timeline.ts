import type { z } from 'zod'
import type { pollSchema, Timeline } from '@/lib/api/timeline'
import { framesOf, isLive, ticksOf } from '@/lib/recording/changes'
import type { Recording } from '@/lib/recording/recording'

/** Frames of one answer; `more` says that there are others. */
const MAX_FRAMES = 500

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

/** What a stream would have sent after one moment and not after another (ms). */
export function framesBetween({ recording, endMs, frames }: Timeline, since: number, until = endMs): z.infer<typeof pollSchema> {
  const between = frames.filter(({ at }) => at > since && at <= until)
  return { recording, endMs, frames: between.slice(0, MAX_FRAMES), more: between.length > MAX_FRAMES }
}
