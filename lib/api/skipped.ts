import { z } from 'zod'
import { skippedSchema } from '@/lib/api/step'

/** GET /api/skipped: rules that a packet passed over in one chain, from `offset` (from 0) on in their order. */
export const skippedAnswerSchema = z.object({
  count: z.number().int(),
  /** How many of all of them say no for the same reason, most first: its code, and what of the packet it speaks of (`destination`, `dport`). */
  reasons: z.array(z.object({ code: z.string(), field: z.string().nullable(), count: z.number().int() })),
  offset: z.number().int(),
  rules: z.array(skippedSchema),
})
export type SkippedAnswer = z.infer<typeof skippedAnswerSchema>
