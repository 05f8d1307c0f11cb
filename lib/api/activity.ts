import { z } from 'zod'

const place = { entry: z.string(), line: z.number().int().positive() }

/** One line of an access log. `at`: when the request began, by the line's own time; null when it has none. */
export const accessLineSchema = z.object({ proxy: z.string(), text: z.string(), at: z.number().nullable(), seenAt: z.number(), ...place })

/** One connection-tracking entry: it came, changed its state, or went since the window began; or it only stood there. */
export const connectionSchema = z.object({
  netns: z.string(),
  text: z.string(),
  change: z.enum(['came', 'changed', 'went', 'stayed']),
  ...place,
})

/**
 * GET /api/activity?recording=&at=&window= : what the proxies logged and the kernels tracked in the `window` ms up to `at`.
 * `truncated`: there was more than is sent.
 */
export const activitySchema = z.object({
  at: z.number(),
  from: z.number(),
  access: z.array(accessLineSchema),
  connections: z.array(connectionSchema),
  truncated: z.boolean(),
})
export type Activity = z.infer<typeof activitySchema>
export type AccessLine = z.infer<typeof accessLineSchema>
export type Connection = z.infer<typeof connectionSchema>
