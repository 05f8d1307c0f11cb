import { z } from 'zod'

const localText = z.object({ en: z.string(), ko: z.string() })

/** What changed at a moment. `subject`: a namespace, a proxy (POD.NAMESPACE), a Kubernetes resource, a request's or event's id. */
export const changeKinds = [
  'counters',
  'conntrack',
  'access',
  'sync',
  'config',
  'kubernetes',
  'namespace',
  'event',
  'request',
  'answer',
] as const
export const changeSchema = z.object({ kind: z.enum(changeKinds), subject: z.string() })
export type Change = z.infer<typeof changeSchema>

/** One moment (ms) of the timeline at which something changed. */
export const frameSchema = z.object({ at: z.number(), changes: z.array(changeSchema) })
export type Frame = z.infer<typeof frameSchema>

/** A mark on the player's track. `drop`: a request that nobody answered in time. `push`: istiod sent a configuration. */
export const tickSchema = z.object({
  at: z.number(),
  kind: z.enum(['request', 'drop', 'push', 'event']),
  id: z.string(),
  title: localText,
  /** A request's last answer; otherwise equal to `at`. */
  endsAt: z.number(),
  command: z.string().optional(),
})
export type Tick = z.infer<typeof tickSchema>

/** GET /api/timeline?recording= : `live` tells a recording that was watched all along from one with requests only. */
export const timelineSchema = z.object({
  recording: z.string(),
  start: z.string(),
  endMs: z.number(),
  live: z.boolean(),
  ticks: z.array(tickSchema),
  frames: z.array(frameSchema),
})
export type Timeline = z.infer<typeof timelineSchema>

/** GET /api/poll?recording=&since=&until= : what the stream would have sent between two moments, both in ms (since excluded). */
export const pollSchema = z.object({ recording: z.string(), endMs: z.number(), frames: z.array(frameSchema), more: z.boolean() })

/** GET /api/events, event `hello`: what the stream will play. Then `frame` (frameSchema), at last `end`. */
export const helloSchema = z.object({ recording: z.string(), at: z.number(), speed: z.number(), endMs: z.number() })
