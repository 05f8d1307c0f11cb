import { z } from 'zod'

const progress = z.object({ done: z.number().int(), of: z.number().int() })

/**
 * GET /api/source?recording= : how a live cluster is being read. All times in ms on its timeline.
 * `state` failed: nothing of it could be read yet, `why` says the reason.
 */
export const sourceStatusSchema = z.object({
  name: z.string(),
  state: z.enum(['connecting', 'connected', 'failed']),
  why: z.string().nullable(),
  now: z.number(),
  /** The end of the last complete round. */
  readAt: z.number().nullable(),
  proxies: progress,
  namespaces: progress,
  agents: z.object({ running: z.number().int(), of: z.number().int() }),
  /** Resources that can't be watched now. */
  troubles: z.array(z.object({ resource: z.string(), why: z.string() })),
  tunnels: z.number().int(),
})
export type SourceStatus = z.infer<typeof sourceStatusSchema>
