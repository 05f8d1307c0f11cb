import { z } from 'zod'
import { momentQuery } from '@/lib/api/query'

/** GET /api/proxies/history and /api/proxies/differences. `proxy`: POD.NAMESPACE. */
export const proxyQuery = momentQuery.extend({ proxy: z.string().min(1).max(400) })

const segments = z.array(
  z.object({ from: z.number(), to: z.number(), state: z.enum(['SYNCED', 'STALE', 'NOT SENT', 'ERROR', 'IGNORED', 'ABSENT']) }),
)

/**
 * GET /api/proxies/history?proxy=&at= : what every reading of syncz up to `at` said of a proxy; ms on the timeline. A state is known
 * at the readings, so a segment begins at the first one that showed it. `start`: the timeline's 0, RFC 3339. `ABSENT`: in no list.
 */
export const proxyHistorySchema = z.object({
  proxy: z.string(),
  start: z.string().nullable(),
  from: z.number(),
  until: z.number(),
  readings: z.number(),
  types: z.object({ CDS: segments, LDS: segments, EDS: segments, RDS: segments, ECDS: segments }),
})
export type ProxyHistory = z.infer<typeof proxyHistorySchema>
