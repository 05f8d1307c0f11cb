import { z } from 'zod'
import { problemSchema, requestSummarySchema } from '@/lib/api/recordings'
import { reasonCodeSchema, walkSchema } from '@/lib/api/step'
import { traceSchema } from '@/lib/api/trace'

const lines = z.object({ entry: z.string(), lines: z.array(z.string()) })

/** What was recorded of a request: the kernel's traces, access-log lines, its connections, what curl printed. */
export const recordedSchema = z.object({
  command: z.string(),
  output: z.string().nullable(),
  traces: z.array(z.object({ netns: z.string(), entry: z.string(), trace: traceSchema })),
  access: z.array(lines.extend({ proxy: z.string() })),
  connections: z.object({ before: z.array(lines.extend({ netns: z.string() })), after: z.array(lines.extend({ netns: z.string() })) }),
})
export type Recorded = z.infer<typeof recordedSchema>

/** One place where walk and recording differ. `netns` or `proxy` where it is about one; `reason` is the message for translations. */
export const differenceSchema = z.object({
  netns: z.string().optional(),
  proxy: z.string().optional(),
  message: z.string(),
  reason: reasonCodeSchema.optional(),
})

/**
 * GET /api/request?recording=&id=&at= : the walk of a recorded request beside what was recorded. `agrees` null: not compared, `why`
 * says the reason. `match`: rules of the kernel's trace that the walk names, of how many.
 */
export const requestAnswerSchema = z.object({
  request: requestSummarySchema,
  walk: walkSchema,
  recorded: recordedSchema,
  agrees: z.boolean().nullable(),
  why: z.string().nullable(),
  whyCode: reasonCodeSchema.optional(),
  match: z.object({ agreed: z.number(), of: z.number() }).nullable(),
  differences: z.array(differenceSchema),
  problems: z.array(problemSchema),
})
export type RequestAnswer = z.infer<typeof requestAnswerSchema>
