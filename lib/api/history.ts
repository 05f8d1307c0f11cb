import { z } from 'zod'
import { historyRanges } from '@/lib/api/history-range'
import { proxyHistorySchema, proxyQuery } from '@/lib/api/proxy-history'
import { momentQuery } from '@/lib/api/query'

const range = z.enum(historyRanges).default('1h')

/** GET /api/history/xds */
export const xdsHistoryQuery = proxyQuery.extend({ range })

/** GET /api/history/rules. `table` as an outline names it, `family` ip or ip6. */
export const ruleHistoryQuery = momentQuery.extend({
  netns: z.string().min(1).max(300),
  family: z.enum(['ip', 'ip6']).default('ip'),
  table: z.string().min(1).max(64),
  chain: z.string().min(1).max(256),
  range,
})

/** `configured`: this server was told of a Prometheus. Without one there is nothing else. Times are epoch ms. */
const drawn = z.object({ configured: z.boolean(), from: z.number(), until: z.number(), stepMs: z.number() })

/** What Prometheus kept of a proxy's states. A time without a segment is unknown. */
export const xdsHistorySchema = drawn.extend({ types: proxyHistorySchema.shape.types })
export type XdsHistory = z.infer<typeof xdsHistorySchema>

/** Epoch ms, and how much was counted a second. */
const rates = z.array(z.tuple([z.number(), z.number()]))
export type Rates = z.infer<typeof rates>

/** What Prometheus kept of a chain's counters. `calls`: of the rules that lead to it; null: none does. `rules`: those that it knows, the busiest first. */
export const ruleHistorySchema = drawn.extend({
  calls: rates.nullable(),
  rules: z.array(z.object({ rule: z.string(), rates })),
})
export type RuleHistory = z.infer<typeof ruleHistorySchema>
