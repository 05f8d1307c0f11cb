import { z } from 'zod'

/** GET /api/session: whether one has to log in here, and who is. `expiresAt`: seconds since 1970. */
export const sessionSchema = z.object({ required: z.boolean(), user: z.string().nullable(), expiresAt: z.number().nullable() })
export type SessionAnswer = z.infer<typeof sessionSchema>
