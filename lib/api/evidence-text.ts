import { z } from 'zod'

/**
 * GET /api/evidence?recording=&entry=&line=|pointer=&context= : lines of an entry around a line or a JSON pointer. `hit` is
 * what was asked for. `reprinted`: the entry is JSON without line breaks, so the value is printed anew and `no` counts from 1.
 */
export const evidenceTextSchema = z.object({
  entry: z.string(),
  totalLines: z.number(),
  hit: z.object({ from: z.number(), to: z.number() }),
  lines: z.array(z.object({ no: z.number(), text: z.string(), cut: z.boolean().optional() })),
  reprinted: z.boolean(),
  /** Credentials were taken out. */
  redacted: z.boolean(),
  /** The place has more lines than are sent. */
  truncated: z.boolean(),
})
export type EvidenceText = z.infer<typeof evidenceTextSchema>
