import { z } from 'zod'
import { stripSchema } from '@/lib/api/overview'
import { questionSchema } from '@/lib/api/question'
import { walkSchema } from '@/lib/api/step'

/** The same request sent to one entry: a node (`node` is its name), or an address of the Service that was asked (`node` is the address). `here`: the one that was asked. `request`: the recorded request that asked the same, or null. */
export const entrySchema = z.object({
  kind: z.enum(['node', 'clusterIP', 'loadBalancer', 'externalIP']),
  node: z.string(),
  ip: z.string(),
  here: z.boolean(),
  question: questionSchema,
  strip: stripSchema,
  request: z.string().nullable(),
})
export type Entry = z.infer<typeof entrySchema>

/**
 * GET /api/entries: empty where the request enters neither at a node nor at a Service. `leftOut`: entries beyond those that are walked at once.
 * `follows`: where a proxy's filter refused the request, the steps that would have followed had it let the request pass; else null.
 */
export const entriesSchema = z.object({ entries: z.array(entrySchema), leftOut: z.number(), follows: walkSchema.nullable() })
export type Entries = z.infer<typeof entriesSchema>
