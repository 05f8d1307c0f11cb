import { z } from 'zod'
import { momentQuery } from '@/lib/api/query'
import { problemSchema } from '@/lib/api/recordings'

/** GET /api/object-events. `object` repeats: KIND/NAMESPACE/NAME, of a Node KIND//NAME. */
export const objectEventsQuery = momentQuery.extend({
  object: z
    .array(
      z
        .string()
        .max(400)
        .regex(/^[A-Za-z]+\/[^/]*\/[^/]+$/, 'an object is KIND/NAMESPACE/NAME'),
    )
    .max(40)
    .default([]),
})

const objectEvent = z.object({
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  warning: z.boolean(),
  reason: z.string(),
  message: z.string(),
  count: z.number(),
  /** RFC 3339; null: it does not say. */
  last: z.string().nullable(),
  reporter: z.string(),
  /** Where it stands in `entry`, RFC 6901. */
  pointer: z.string(),
})
export type ObjectEvent = z.infer<typeof objectEvent>

/** Kubernetes' events about these objects, warnings first. `now`: the source's clock. `entry` null: events were not read. */
export const objectEventsSchema = z.object({
  now: z.string().nullable(),
  entry: z.string().nullable(),
  /** Also of those that are not sent. */
  total: z.number(),
  events: z.array(objectEvent),
  problems: z.array(problemSchema),
})
export type ObjectEvents = z.infer<typeof objectEventsSchema>
