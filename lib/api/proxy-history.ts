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

const difference = z.object({
  name: z.string(),
  change: z.enum(['added', 'removed', 'changed', 'named']),
  inError: z.boolean(),
  acceptedAt: z.string().nullable(),
  refusedAt: z.string().nullable(),
  /** EDS: the addresses (`IP:PORT`) that only the one side has, the first of them. */
  endpoints: z.object({ istiod: z.array(z.string()), envoy: z.array(z.string()) }).nullable(),
})

/** Why the resources of a type can't be compared, or only by what Envoy says. */
export const differenceGaps = [
  'no-istiod-dump',
  'no-istiod-type',
  'older-dump',
  'no-envoy-dump',
  'no-envoy-type',
  'unreadable',
  'undecided',
] as const

/**
 * GET /api/proxies/differences?proxy=&at= : of each type that Envoy has refused or not answered, since when, and the resources behind
 * it. `since`: RFC 3339; `by` send: when istiod sent what is not accepted; `reading`: first seen at that reading; `before`: seen at all
 * readings. `gap`: what is missing for a whole answer; `undecided` counts the resources of which istiod's answers do not say what is sent. `leftOut` counts resources beyond the first 200.
 */
export const proxyDifferencesSchema = z.object({
  proxy: z.string(),
  types: z.array(
    z.object({
      type: z.enum(['CDS', 'LDS', 'EDS', 'RDS', 'ECDS']),
      state: z.enum(['STALE', 'ERROR']),
      since: z.object({ time: z.string(), by: z.enum(['send', 'reading', 'before']) }).nullable(),
      resources: z.array(difference),
      leftOut: z.number(),
      gap: z.enum(differenceGaps).nullable(),
      undecided: z.number(),
      evidence: z.array(z.object({ entry: z.string(), at: z.number() })),
    }),
  ),
})
export type ProxyDifferences = z.infer<typeof proxyDifferencesSchema>
