import { z } from 'zod'
import { momentQuery } from '@/lib/api/query'

export const configKinds = ['listeners', 'routes', 'clusters', 'endpoints', 'secrets', 'bootstrap', 'ecds'] as const
export type ConfigKind = (typeof configKinds)[number]

const proxy = z.string().min(1).max(400)

/** GET /api/config. `proxy`: POD.NAMESPACE, or a client's name. `q`: words that all have to stand in a row. */
export const configQuery = momentQuery.extend({ proxy, kind: z.enum(configKinds), q: z.string().trim().max(200).default('') })
/** GET /api/config/resource. `pointer`: RFC 6901, in the dump that the row names. */
export const configResourceQuery = momentQuery.extend({ proxy, kind: z.enum(configKinds), pointer: z.string().max(4096) })

/** Another row that this one leads to, e.g. a filter chain's route, a route's cluster, a cluster's endpoints. */
const link = z.object({ kind: z.enum(configKinds), q: z.string(), text: z.string() })
export type ConfigLink = z.infer<typeof link>

const row = z.object({
  /** One cell for each column. */
  cells: z.array(z.string()),
  /** Where the resource stands in the dump (RFC 6901). */
  pointer: z.string(),
  links: z.array(link),
})
export type ConfigRow = z.infer<typeof row>

/** The table of one kind as `istioctl proxy-config` prints it; `total` counts the rows that were not asked for too. */
export const configSchema = z.object({
  proxy: z.string(),
  kind: z.enum(configKinds),
  /** The dump that was read, and when. */
  entry: z.string(),
  at: z.number(),
  columns: z.array(z.string()),
  rows: z.array(row),
  total: z.number(),
})
export type ConfigAnswer = z.infer<typeof configSchema>

/** One resource as Envoy printed it: JSON text, indented. */
export const configResourceSchema = z.object({ entry: z.string(), at: z.number(), pointer: z.string(), text: z.string() })
export type ConfigResource = z.infer<typeof configResourceSchema>
