import { z } from 'zod'
import { stripSchema } from './overview'
import { questionSchema } from './question'

/** The same request sent to one node. `here`: the node that was asked. `request`: the recorded request that asked the same, or null. */
export const entrySchema = z.object({
  node: z.string(),
  ip: z.string(),
  here: z.boolean(),
  question: questionSchema,
  strip: stripSchema,
  request: z.string().nullable(),
})
export type Entry = z.infer<typeof entrySchema>

/** GET /api/entries: empty where the request does not enter at a node. `leftOut`: nodes beyond those that are walked at once. */
export const entriesSchema = z.object({ entries: z.array(entrySchema), leftOut: z.number() })
export type Entries = z.infer<typeof entriesSchema>
