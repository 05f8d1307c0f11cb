import { z } from 'zod'
import { problemSchema } from '@/lib/api/recordings'

const counter = z.object({ packets: z.number(), bytes: z.number() }).nullable()

const rule = z.object({
  /** From 1, in its chain. */
  index: z.number(),
  /** As iptables-save prints it, without the counter. */
  rule: z.string(),
  counter,
  line: z.number(),
  target: z.string().nullable(),
  goto: z.boolean(),
})

const chain = z.object({
  name: z.string(),
  /** null: a chain of one's own. */
  policy: z.enum(['ACCEPT', 'DROP']).nullable(),
  /** Only of native base chains: where they hang. */
  hook: z.enum(['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']).optional(),
  priority: z.number().optional(),
  counter,
  line: z.number(),
  rules: z.array(rule),
})

/** One dump: iptables-save.txt (nft backend), iptables-legacy-save.txt, ip6tables-save.txt; native tables of one family (nft.txt, nft.json). */
const dump = z.object({
  entry: z.string(),
  at: z.number(),
  family: z.enum(['ip', 'ip6', 'inet']),
  backend: z.enum(['nft', 'legacy', 'native']),
  tables: z.array(z.object({ name: z.string(), chains: z.array(chain) })),
})

/** GET /api/netfilter?recording=&at=&netns= ; `problems` names what of this namespace could not be read or is no iptables rule. */
export const netfilterSchema = z.object({
  netns: z.string(),
  at: z.number(),
  dumps: z.array(dump),
  problems: z.array(problemSchema),
})
export type NetfilterAnswer = z.infer<typeof netfilterSchema>
