import { z } from 'zod'
import { questionSchema } from '@/lib/api/question'
import { reasonCodeSchema, verdictSchema } from '@/lib/api/step'

/** The shapes of a walk in one row: chain, rewrite, Envoy resource, passed through, next place, app, stop. */
export const stripMarks = ['chain', 'rewrite', 'envoy', 'passed', 'place', 'app', 'stop'] as const
export const stripSchema = z.object({ marks: z.array(z.enum(stripMarks)), verdict: verdictSchema })
export type Strip = z.infer<typeof stripSchema>
export type StripMark = (typeof stripMarks)[number]

/** One end of a way that the overview shows: a title and what it is. `kind` chooses the glyph; `noteCode` is an English note for translations. */
const placeSchema = z.object({
  title: z.string(),
  note: z.string(),
  noteCode: reasonCodeSchema.optional(),
  kind: z.enum(['node', 'host', 'route', 'pod', 'proxy', 'outside']),
})

/** The verdict of a way at one entry node, and the question that opens its walk. */
const waySchema = z.object({ node: z.string().nullable(), verdict: verdictSchema, question: questionSchema })

/**
 * One row: entry → host → route → destination. `host` and `route` are null where the way has none (a NodePort straight to an
 * app). Rows of one `group` share their entry. `destination` null: nothing is reached, `end` says why.
 */
export const overviewRowSchema = z.object({
  id: z.string(),
  group: z.string(),
  side: z.enum(['outside', 'pod']),
  entry: placeSchema,
  host: placeSchema.nullable(),
  route: placeSchema.nullable(),
  destination: placeSchema.nullable(),
  end: verdictSchema.nullable(),
  ways: z.array(waySchema),
})
export type OverviewRow = z.infer<typeof overviewRowSchema>
export type OverviewPlace = z.infer<typeof placeSchema>
export type OverviewWay = z.infer<typeof waySchema>

/** What needs a look, worst first. `subject` fills the message of this kind, `place` says whose it is, `detail` why; `question` or `proxy` is what opens. */
export const findingSchema = z.object({
  id: z.string(),
  kind: z.enum(['dropped', 'rejected', 'reset', 'noListener', 'nack', 'stale', 'disconnected', 'noEndpoints', 'unread']),
  subject: z.string(),
  place: z.string().optional(),
  detail: z.string(),
  detailCode: reasonCodeSchema.optional(),
  count: z.number().optional(),
  of: z.number().optional(),
  question: questionSchema.nullable(),
  proxy: z.string().nullable(),
})
export type Finding = z.infer<typeof findingSchema>

/** GET /api/overview?recording=&at= */
export const overviewSchema = z.object({
  nodes: z.array(z.string()),
  counts: z.object({ nodes: z.number(), pods: z.number(), proxies: z.number() }),
  kubeProxy: z.string().nullable(),
  istio: z.string().nullable(),
  rows: z.array(overviewRowSchema),
  findings: z.array(findingSchema),
  /** Ways that were left out because there are more than the overview computes at once. */
  leftOut: z.number(),
})
export type Overview = z.infer<typeof overviewSchema>

/** GET /api/strips?recording= → the walk of every recorded request in one row, with how much of the kernel's trace agrees. */
export const requestStripSchema = z.object({
  id: z.string(),
  strip: stripSchema,
  /** Rules of the trace that the walk names, of how many; null where the recording has no trace to compare with. */
  match: z.object({ agreed: z.number(), of: z.number() }).nullable(),
})
export const stripsSchema = z.object({ strips: z.array(requestStripSchema) })
export type RequestStrip = z.infer<typeof requestStripSchema>
