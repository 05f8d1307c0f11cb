import { z } from 'zod'
import { type ParsedList, parseList, type Seen } from '@/lib/kubernetes/list'
import type { Observation } from '@/lib/recording/snapshot'

const time = z.string().nullish()

/** The fields of an Event (v1) that are shown. */
const eventSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string().nullish(), creationTimestamp: time }),
  involvedObject: z.object({ kind: z.string(), namespace: z.string().nullish(), name: z.string() }),
  type: z.string().nullish(),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  count: z.number().nullish(),
  series: z.object({ count: z.number().nullish(), lastObservedTime: time }).nullish(),
  firstTimestamp: time,
  lastTimestamp: time,
  eventTime: time,
  source: z.object({ component: z.string().nullish() }).nullish(),
  reportingComponent: z.string().nullish(),
})
type KubeEvent = Seen<z.infer<typeof eventSchema>>

/** Where a recording has them, and a live cluster puts those of what is looked at. */
export const EVENTS = 'k8s/events.json'

/** What an event is about: KIND, its namespace ('' for a Node), its name. */
export interface ObjectRef {
  kind: string
  namespace: string
  name: string
}

/** One event in the words of its reporter. Times are RFC 3339. */
export interface ObjectEvent extends ObjectRef {
  warning: boolean
  reason: string
  message: string
  /** How often it was seen. */
  count: number
  last: string | null
  reporter: string
  pointer: string
}

/** Events about some objects: warnings first, then the newest. */
export function eventsAbout(
  seen: Observation | null,
  objects: readonly ObjectRef[],
): { events: ObjectEvent[]; problems: ParsedList<unknown>['problems'] } {
  const { items, problems } = parseList(seen, eventSchema)
  const wanted = new Set(objects.map(keyOf))
  const events = items.map(eventOf).filter((event) => wanted.has(keyOf(event)))
  return { events: events.sort((a, b) => Number(b.warning) - Number(a.warning) || timeOf(b) - timeOf(a)), problems }
}

const keyOf = ({ kind, namespace, name }: ObjectRef): string => `${kind}/${namespace}/${name}`

const timeOf = ({ last }: ObjectEvent): number => (last === null ? 0 : Date.parse(last) || 0)

function eventOf(event: KubeEvent): ObjectEvent {
  const { involvedObject, series, metadata, evidence } = event
  return {
    kind: involvedObject.kind,
    // Of a Node it is empty, though the event itself stands in a namespace.
    namespace: involvedObject.kind === 'Node' ? '' : (involvedObject.namespace ?? ''),
    name: involvedObject.name,
    warning: event.type === 'Warning',
    reason: event.reason ?? '',
    message: event.message ?? '',
    count: series?.count ?? event.count ?? 1,
    last: series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp ?? metadata.creationTimestamp ?? null,
    reporter: event.reportingComponent || event.source?.component || '',
    pointer: evidence.pointer,
  }
}
