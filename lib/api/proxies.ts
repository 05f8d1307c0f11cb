import { z } from 'zod'
import { problemSchema } from '@/lib/api/recordings'
import { evidenceSchema } from '@/lib/api/step'

const cell = z.object({
  state: z.enum(['SYNCED', 'STALE', 'NOT SENT', 'ERROR', 'IGNORED']),
  sentAt: z.string().optional(),
  ackedAt: z.string().optional(),
  error: z.string().optional(),
  objects: z.array(z.string()).optional(),
  sentNonce: z.string().optional(),
  ackedNonce: z.string().optional(),
})

/** GET /api/proxies?recording=&at= : every proxy that an istiod or Kubernetes knows. `sync` null: no istiod knows it, or (`connected` null) one that was not read may. */
export const proxySchema = z.object({
  id: z.string(),
  name: z.string(),
  namespace: z.string(),
  type: z.string(),
  istiod: z.string().nullable(),
  version: z.string().nullable(),
  istiodVersion: z.string().nullable(),
  connected: z.boolean().nullable(),
  connectedAt: z.string().nullable(),
  cluster: z.string().nullable(),
  sync: z.object({ CDS: cell, LDS: cell, EDS: cell, RDS: cell, ECDS: cell }).nullable(),
  /** What istiod watches for it beside these five: NDS and the like. */
  further: z.array(z.object({ type: z.string(), cell })),
  node: z.string().nullable(),
  envoyVersion: z.string().nullable(),
  envoyState: z.string().nullable(),
  certificates: z.array(z.object({ name: z.string(), notBefore: z.string(), notAfter: z.string() })),
  /** How often the proxy's container was started again, and what ended it the last time. */
  restarts: z.object({ count: z.number(), reason: z.string().nullable(), at: z.string().nullable() }).nullable(),
  evidence: z.array(evidenceSchema),
})

export const proxiesSchema = z.object({
  at: z.number(),
  /** RFC 3339: the source's clock at `at`, against which ages count. */
  now: z.string().nullable(),
  proxies: z.array(proxySchema),
  /** Pods whose own labels, or their namespace's, ask for a sidecar, and that have none. */
  withoutProxy: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      namespace: z.string(),
      asked: z.enum(['namespace', 'pod']),
      evidence: z.array(evidenceSchema),
    }),
  ),
  istiods: z.array(
    z.object({ name: z.string(), namespace: z.string(), version: z.string().nullable(), answered: z.boolean(), proxies: z.number() }),
  ),
  problems: z.array(problemSchema),
})
export type ProxiesAnswer = z.infer<typeof proxiesSchema>
