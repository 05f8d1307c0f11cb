import type { z } from 'zod'
import type { ObjectEvents, objectEventsQuery } from '@/lib/api/object-events'
import { EVENTS, eventsAbout } from '@/lib/kubernetes/events'
import type { Recording } from '@/lib/recording/recording'

/** Events that are sent; a pod that crashes for days has few, each counted. */
const MAX_EVENTS = 100

/** What Kubernetes reported about some objects by a moment. */
export function objectEventsAt(recording: Recording, { at, object }: z.infer<typeof objectEventsQuery>): ObjectEvents {
  const seen = recording.snapshotAt(at).read(EVENTS)
  const objects = object.map((text) => {
    const [kind = '', namespace = '', name = ''] = text.split('/')
    return { kind, namespace, name }
  })
  const { events, problems } = eventsAbout(seen, objects)
  const start = Date.parse(recording.scenario.start)
  const moment = recording.grows && at === 0 ? recording.endMs : at
  return {
    now: Number.isNaN(start) ? null : new Date(start + moment).toISOString(),
    entry: seen?.entry ?? null,
    total: events.length,
    events: events.slice(0, MAX_EVENTS),
    problems: problems.slice(0, 5),
  }
}
