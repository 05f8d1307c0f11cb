import { z } from 'zod'
import { readProblem } from '@/lib/api/problem-reasons'
import { reasonCodeSchema } from '@/lib/api/step'

const localText = z.object({ en: z.string(), ko: z.string() })

/** What is wrong with a file, or a part of it; `reason` is the message for translations, where the words are not a tool's own. */
const problemFields = z.object({ entry: z.string(), message: z.string(), reason: reasonCodeSchema.optional() })
export type FileProblem = z.infer<typeof problemFields>
export const problemSchema = problemFields.transform((problem): FileProblem => {
  const reason = problem.reason ?? readProblem(problem.message)
  return reason ? { ...problem, reason } : problem
})

const outcome = z.object({
  exit: z.number(),
  status: z.number(),
  seconds: z.number(),
  localPort: z.number().nullable(),
  remoteIP: z.string().nullable(),
  remotePort: z.number().nullable(),
})

/** A request that was really sent. `id` is unique in its recording; `key` is the folder's name. */
export const requestSummarySchema = z.object({
  id: z.string(),
  key: z.string(),
  title: localText,
  from: z.string(),
  container: z.string().nullable(),
  url: z.string(),
  host: z.string().nullable(),
  method: z.string(),
  headers: z.record(z.string(), z.string()),
  /** ms on the timeline: sent, and answered (the last send). */
  at: z.number(),
  endsAt: z.number(),
  outcome,
  compare: z.boolean(),
  fanout: z.boolean(),
  pooled: z.boolean(),
  why: z.string().nullable(),
  whyCode: reasonCodeSchema.optional(),
  /** How often it was sent; 1 without `repeat`. */
  sends: z.number(),
})
export type RequestSummary = z.infer<typeof requestSummarySchema>

/** `origin`: shipped with the product, added by HOPSCOPE_RECORDINGS, opened in this browser session, or a live cluster. `broken`: it can't be opened, `problems` says why. */
export const recordingSchema = z.object({
  name: z.string(),
  file: z.string(),
  origin: z.enum(['shipped', 'added', 'session', 'cluster']),
  broken: z.boolean(),
  title: localText,
  about: localText,
  seed: z.array(z.object({ file: z.string(), section: z.string() })),
  start: z.string(),
  /** null: no live recording. */
  durationMs: z.number().nullable(),
  endMs: z.number(),
  /** It has a timeline of its own, so that all of it plays, not only its requests. */
  live: z.boolean(),
  versions: z.record(z.string(), z.string()),
  requests: z.array(requestSummarySchema),
  problems: z.array(problemSchema),
})
export type RecordingSummary = z.infer<typeof recordingSchema>

/** GET /api/recordings; the first one is the default. */
export const recordingsSchema = z.object({ recordings: z.array(recordingSchema) })

/** POST /api/recordings with a zip as body → the name by which this browser session finds it. */
export const openedSchema = z.object({ name: z.string(), problems: z.array(problemSchema) })
