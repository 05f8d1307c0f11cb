import { z } from 'zod'

export const diffTypes = ['clusters', 'listeners', 'routes'] as const

const seen = z.object({ entry: z.string(), at: z.number() })

/**
 * GET /api/diff?recording=&at=&proxy=&type= : istiod's configuration against Envoy's, compared as istioctl does. `sent` and `active`
 * are the JSON that is compared, `unified` is what `istioctl proxy-status POD` prints (7 lines of context), empty when they match.
 */
export const diffSchema = z.object({
  match: z.boolean(),
  sent: z.string(),
  active: z.string(),
  resources: z.array(z.object({ name: z.string(), change: z.enum(['added', 'removed', 'changed']) })),
  unified: z.string(),
  /** The newest last_updated among Envoy's resources, RFC 3339. */
  loadedAt: z.string().nullable(),
  /** POD.NAMESPACE of the istiod that was asked. */
  istiod: z.string(),
  evidence: z.object({ istiod: seen, envoy: seen }),
})
export type DiffAnswer = z.infer<typeof diffSchema>

const change = z.enum(['added', 'removed', 'changed', 'same'])

/** GET /api/diff/resources: as /api/diff without its texts, and with the resources that are the same. */
export const diffResourcesSchema = diffSchema
  .omit({ sent: true, active: true, unified: true, resources: true })
  .extend({ resources: z.array(z.object({ name: z.string(), change })) })
export type DiffResources = z.infer<typeof diffResourcesSchema>

export const diffFormats = ['json', 'yaml'] as const
export type DiffFormat = (typeof diffFormats)[number]

/** GET /api/diff/resource?name=&format= : both sides of one resource, in the form that is compared; empty where a side has none. */
export const diffResourceSchema = z.object({ name: z.string(), change, sent: z.string(), active: z.string() })
export type DiffResource = z.infer<typeof diffResourceSchema>

/** GET /api/diff/unified: what `istioctl proxy-status POD` prints of a type. */
export const diffUnifiedSchema = z.object({ unified: z.string() })
export type DiffUnified = z.infer<typeof diffUnifiedSchema>
