import { z } from 'zod'
import { reasonCodeSchema } from '@/lib/api/step'

export const errorCodes = ['badInput', 'notFound', 'forbidden', 'unauthorized', 'tooMany', 'tooLarge', 'unavailable', 'internal'] as const
export type ErrorCode = (typeof errorCodes)[number]

/** Every answer of the API that is not a success. `where`: the parameter, or the entry of a recording; `reason`: the English message for translations. */
export const errorSchema = z.object({
  error: z.object({ code: z.enum(errorCodes), message: z.string(), where: z.string().optional(), reason: reasonCodeSchema.optional() }),
})
export type ErrorAnswer = z.infer<typeof errorSchema>
