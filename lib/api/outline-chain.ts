import { z } from 'zod'

export const counterSchema = z.object({ packets: z.number(), bytes: z.number() })
/** Since the earlier reading; `reset`: it began anew. */
export const changeSchema = counterSchema.extend({ reset: z.literal(true).optional() })
/** Where a chain hangs: iptables' built-in chains, base chains of native tables; null: a chain of one's own. */
export const outlineBase = z
  .object({ hook: z.enum(['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']), priority: z.number() })
  .nullable()

export const outlineChain = z.object({
  name: z.string(),
  policy: z.enum(['ACCEPT', 'DROP']).nullable(),
  base: outlineBase,
  rules: z.number(),
  /** What the rules that call it have counted; of a built-in chain what its policy has. null: nothing counts it. */
  counter: counterSchema.nullable(),
  /** The same since the earlier reading. */
  change: changeSchema.nullable(),
  calls: z.array(z.string()),
  callers: z.array(z.string()),
})
export type OutlineChain = z.infer<typeof outlineChain>
