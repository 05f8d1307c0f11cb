import { z } from 'zod'
import { misfitAt } from '@/lib/reason/misfit'
import { jsonErrorMessage, parseJson } from '@/lib/recording/json-parse'
import { failure, type Result } from '@/lib/recording/result'

const title = z.object({ en: z.string(), ko: z.string().optional() }).transform((t) => ({ en: t.en, ko: t.ko ?? t.en }))

const outcomeSchema = z.object({
  /** curl's exit code. */
  exit: z.number().int(),
  /** 0: no answer came. */
  status: z.number().int(),
  seconds: z.number().nonnegative(),
  localPort: z.number().int().nullable().default(null),
  remoteIP: z.string().nullable().default(null),
  remotePort: z.number().int().nullable().default(null),
})
export type Outcome = z.infer<typeof outcomeSchema>

/** With `repeat`, each send has the [cluster, host] of its access lines, in the order of time. */
const sendSchema = outcomeSchema.extend({ upstreams: z.array(z.tuple([z.string(), z.string()])).default([]) })

const requestSchema = z.object({
  id: z.string().min(1).max(200),
  title: title.default({ en: '', ko: '' }),
  /** A client's or node's name, or NAMESPACE.POD. */
  from: z.string().min(1).max(300),
  container: z.string().nullable().default(null),
  url: z.string().min(1).max(8192),
  host: z.string().nullable().default(null),
  method: z.string().max(32).default('GET'),
  headers: z.record(z.string(), z.string()).default({}),
  command: z.string().default(''),
  /** ms after the recording's start. */
  at: z.number().nonnegative(),
  outcome: outcomeSchema,
  body: z.string().nullish(),
  compare: z.boolean().default(true),
  fanout: z.boolean().default(false),
  pooled: z.boolean().default(false),
  why: z.string().optional(),
  repeat: z.object({ n: z.number().int(), outcomes: z.array(sendSchema) }).optional(),
  check: z
    .object({ counters: z.number().default(0), problems: z.array(z.unknown()).default([]), reused: z.array(z.unknown()).default([]) })
    .optional(),
})
/** A request that was really sent (request.json). */
export type SentRequest = z.infer<typeof requestSchema>

/** Reads a request.json; the failure says line and column, or which field does not fit. */
export function readRequest(json: string, entry: string): Result<SentRequest> {
  const parsed = parseJson(json)
  if (!parsed.ok) return failure(entry, jsonErrorMessage(parsed))
  const checked = requestSchema.safeParse(parsed.value)
  if (checked.success) return { ok: true, value: checked.data }
  const issue = checked.error.issues[0]
  return failure(entry, issue ? misfitAt(issue, 'request.json') : 'it does not fit')
}

/** ms on the timeline at which the last send had its answer; sends follow one another. */
export function endOf(request: SentRequest): number {
  const sends = request.repeat?.outcomes.length ? request.repeat.outcomes : [request.outcome]
  return Math.ceil(request.at + sends.reduce((sum, send) => sum + send.seconds * 1000, 0))
}
