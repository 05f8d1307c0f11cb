import { z } from 'zod'
import { readProblem } from '@/lib/api/problem-reasons'
import { reasonCodeSchema } from '@/lib/api/step'

const progress = z.object({ done: z.number().int(), of: z.number().int() })

/**
 * GET /api/source?recording= : how a live cluster is being read. All times in ms on its timeline.
 * `state` failed: nothing of it could be read yet, `why` says the reason. `whyCode` and `refusedCode` are the same for translations.
 */
export const sourceStatusSchema = z.object({
  name: z.string(),
  state: z.enum(['connecting', 'connected', 'failed']),
  why: z.string().nullable(),
  whyCode: reasonCodeSchema.optional(),
  now: z.number(),
  /** The end of the last complete round. */
  readAt: z.number().nullable(),
  /** `refused`: why none of them can be read; null: some are, or there are none. */
  proxies: progress.extend({ refused: z.string().nullable(), refusedCode: reasonCodeSchema.optional() }),
  namespaces: progress,
  agents: z.object({ running: z.number().int(), of: z.number().int() }),
  /** Resources that can't be watched now. */
  troubles: z.array(z.object({ resource: z.string(), why: z.string(), whyCode: reasonCodeSchema.optional() })),
  /** What was read before and can't be read now: what is shown of it is of `readAt`. `folder`: nodes/NAME, pods/NAMESPACE.POD, or that with /envoy. */
  outdated: z.array(z.object({ folder: z.string(), readAt: z.number(), why: z.string(), whyCode: reasonCodeSchema.optional() })),
  tunnels: z.number().int(),
})
export type SourceStatus = z.infer<typeof sourceStatusSchema>

function whyCodeOf(why: string | null): Pick<SourceStatus, 'whyCode'> {
  const whyCode = why === null ? null : readProblem(why)
  return whyCode ? { whyCode } : {}
}

/** A status with the codes of its reasons, where they are not a tool's own words. */
export function withWhyCodes(status: SourceStatus): SourceStatus {
  const { whyCode: refusedCode } = whyCodeOf(status.proxies.refused)
  return {
    ...status,
    ...whyCodeOf(status.why),
    proxies: { ...status.proxies, ...(refusedCode ? { refusedCode } : {}) },
    troubles: status.troubles.map((one) => ({ ...one, ...whyCodeOf(one.why) })),
    outdated: status.outdated.map((one) => ({ ...one, ...whyCodeOf(one.why) })),
  }
}

/** GET /api/contexts: the contexts of the kubeconfig. `runs`: connecting runs this program on the server's machine, to get a token. */
export const contextsSchema = z.object({
  contexts: z.array(z.object({ name: z.string(), server: z.string(), runs: z.string().nullable(), connected: z.boolean() })),
})
export type ContextsAnswer = z.infer<typeof contextsSchema>

/** POST /api/contexts `{context, connect}` → the name by which the source is found. */
export const connectedSchema = z.object({ name: z.string() })
