import { z } from 'zod'
import { diffFormats, diffTypes } from '@/lib/api/diff'
import { type Question, questionSchema } from '@/lib/api/question'

/** Which source, at which moment (ms on its timeline). */
export const momentQuery = z.object({
  recording: z.string().min(1).max(300).optional(),
  at: z.coerce.number().nonnegative().max(1e12).default(0),
})

const headerText = z
  .string()
  .max(8192)
  .regex(/^[^:\s][^:]*:/, 'a header is NAME:VALUE')

/** GET /api/walk. `header` repeats. */
export const walkQuery = momentQuery.extend({
  from: questionSchema.shape.from,
  url: questionSchema.shape.url,
  host: z.string().max(300).optional(),
  container: z.string().max(253).optional(),
  method: z
    .string()
    .regex(/^[A-Za-z]{1,32}$/, 'an HTTP method is letters only')
    .default('GET'),
  header: z.array(headerText).max(100).default([]),
})

/** GET /api/skipped: the walk's question, and a step's `skippedAt`. */
export const skippedQuery = walkQuery.extend({
  skippedAt: z.coerce.number().int().nonnegative(),
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})

/** The question that a query of GET /api/walk asks. */
export function questionOf(query: z.infer<typeof walkQuery>): Question {
  return {
    from: query.from,
    url: query.url,
    host: query.host ?? null,
    container: query.container ?? null,
    method: query.method,
    headers: query.header.map((text) => {
      const colon = text.indexOf(':')
      return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()]
    }),
    at: query.at,
  }
}

/** GET /api/poll: frames after `since` and not after `until` (ms). */
export const pollQuery = momentQuery.extend({
  since: z.coerce.number().nonnegative().default(0),
  until: z.coerce.number().nonnegative().optional(),
})

/** GET /api/events. `speed`: timeline time to real time; 0 is paused. `every`: of a live cluster, ms between two readings; 0: only what is watched. */
export const eventsQuery = momentQuery.extend({
  speed: z.coerce.number().min(0).max(64).default(1),
  every: z.coerce.number().int().min(0).max(600_000).default(0),
})

/** GET /api/activity. `window`: ms before `at`. */
export const activityQuery = momentQuery.extend({ window: z.coerce.number().nonnegative().max(1e9).default(5000) })

/** GET /api/evidence: around a line, or a JSON pointer (RFC 6901), or from the start. */
export const evidenceQuery = momentQuery.extend({
  entry: z.string().min(1).max(1024),
  line: z.coerce.number().int().positive().optional(),
  pointer: z.string().max(4096).optional(),
  context: z.coerce.number().int().min(0).max(200).default(8),
})

/** GET /api/netfilter. `netns`: a node's or client's name, or NAMESPACE.POD. */
export const netfilterQuery = momentQuery.extend({ netns: z.string().min(1).max(300) })

/** GET /api/request. Without `at` the walk is of the moment at which the request was sent. */
export const requestQuery = momentQuery.extend({ id: z.string().min(1).max(300), at: z.coerce.number().nonnegative().max(1e12).optional() })

/** GET /api/diff. `proxy`: POD.NAMESPACE. */
export const diffQuery = momentQuery.extend({ proxy: z.string().min(1).max(400), type: z.enum(diffTypes) })

/** GET /api/diff/resource. `name`: the resource's. */
export const diffResourceQuery = diffQuery.extend({ name: z.string().max(4096), format: z.enum(diffFormats).default('json') })
