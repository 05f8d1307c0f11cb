import { z } from 'zod'

export const diffTypes = ['clusters', 'listeners', 'routes'] as const

/** GET /api/diff?recording=&proxy=&type= : istiod's configuration against Envoy's, compared as istioctl does. */
export const diffSchema = z.object({
  match: z.boolean(),
  sent: z.string(),
  active: z.string(),
  resources: z.array(z.object({ name: z.string(), change: z.enum(['added', 'removed', 'changed']) })),
  unified: z.string(),
})
export type DiffAnswer = z.infer<typeof diffSchema>
