import { z } from 'zod'
import { momentQuery } from '@/lib/api/query'

export const configKinds = ['listeners', 'routes', 'clusters', 'endpoints', 'secrets', 'bootstrap', 'ecds'] as const
export type ConfigKind = (typeof configKinds)[number]
/** What the explorer shows of a proxy: what istioctl describe says of its pod, a table, or a search over all of them. */
export const configParts = ['describe', 'all', ...configKinds] as const
export type ConfigPart = (typeof configParts)[number]

const proxy = z.string().min(1).max(400)

/** GET /api/config. `proxy`: POD.NAMESPACE, or a client's name. `q`: words that all have to stand in a row. */
export const configQuery = momentQuery.extend({ proxy, kind: z.enum(configKinds), q: z.string().trim().max(200).default('') })
/** GET /api/config/resource. `pointer`: RFC 6901, in the dump that the row names; none is the whole dump. */
export const configResourceQuery = momentQuery.extend({ proxy, kind: z.enum(configKinds), pointer: z.string().max(4096).default('') })

/** GET /api/config/search. `q`: words that all have to stand in a row, or in its resource. */
export const configSearchQuery = momentQuery.extend({ proxy, q: z.string().trim().min(1).max(200) })

const count = z.coerce.number().int().nonnegative().max(1e9)
/** At most so many ranges and lines of one answer: some screens of text. */
export const MAX_LINE_RANGES = 500
export const MAX_JSON_LINES = 1000

/** GET /api/config/lines. `lines`: ranges from 0, both ends included: `0-40,97,120-140`. */
export const configLinesQuery = configResourceQuery.extend({
  lines: z
    .string()
    .max(16 * 1024)
    .regex(/^\d{1,9}(?:-\d{1,9})?(?:,\d{1,9}(?:-\d{1,9})?)*$/, 'ranges of lines, such as 0-40,97'),
})
/** GET /api/config/lines/find. */
export const configFindQuery = configResourceQuery.extend({ text: z.string().min(1).max(200) })
/** GET /api/config/lines/folds. `depth`: how many brackets stand around it. */
export const configFoldsQuery = configResourceQuery.extend({ depth: count.max(100) })

/** Another row that this one leads to, e.g. a filter chain's route, a route's cluster, a cluster's endpoints. */
const link = z.object({
  kind: z.enum(configKinds),
  q: z.string(),
  text: z.string(),
  /** The proxy that has it, POD.NAMESPACE, when it is another one: an endpoint's own. */
  proxy: z.string().optional(),
})
export type ConfigLink = z.infer<typeof link>

const row = z.object({
  /** One cell for each column. */
  cells: z.array(z.string()),
  /** Where the resource stands in the dump (RFC 6901). */
  pointer: z.string(),
  links: z.array(link),
})
export type ConfigRow = z.infer<typeof row>

/** The table of one kind as `istioctl proxy-config` prints it: the first 5,000 of the rows that were `found`; `total` counts those that were not asked for too. */
export const configSchema = z.object({
  proxy: z.string(),
  kind: z.enum(configKinds),
  /** The dump that was read, and when. */
  entry: z.string(),
  at: z.number(),
  columns: z.array(z.string()),
  rows: z.array(row),
  found: z.number(),
  total: z.number(),
})
export type ConfigAnswer = z.infer<typeof configSchema>

/** One resource as Envoy printed it: JSON text, indented. */
export const configResourceSchema = z.object({ entry: z.string(), at: z.number(), pointer: z.string(), text: z.string() })
export type ConfigResource = z.infer<typeof configResourceSchema>

/** Over all tables of a proxy: rows that hold the words (`in` cells) before those whose resource holds them somewhere (`in` text), the first 50 of each kind. */
export const configSearchSchema = z.object({
  proxy: z.string(),
  kinds: z.array(
    z.object({
      kind: z.enum(configKinds),
      columns: z.array(z.string()),
      rows: z.array(row.extend({ in: z.enum(['cells', 'text']) })),
      total: z.number(),
    }),
  ),
  /** Kinds whose dump was not observed. */
  missing: z.array(z.enum(configKinds)),
})
export type ConfigSearch = z.infer<typeof configSearchSchema>

/** A part of a resource's JSON text. `total` counts all its lines; each line has its number (from 0) and, when it opens what folds, the line that closes it. */
export const configLinesSchema = z.object({
  entry: z.string(),
  at: z.number(),
  pointer: z.string(),
  total: z.number(),
  lines: z.array(z.object({ line: z.number(), text: z.string(), end: z.number().nullable(), cut: z.boolean() })),
})
export type ConfigLines = z.infer<typeof configLinesSchema>
export type ConfigLine = ConfigLines['lines'][number]

/** The lines that hold a text, in any case; `more`: there may be others behind the last. */
export const configFindSchema = z.object({ lines: z.array(z.number()), more: z.boolean() })
export type ConfigFind = z.infer<typeof configFindSchema>

/** What folds at a depth: pairs of opening and closing line. */
export const configFoldsSchema = z.object({ folds: z.array(z.tuple([z.number(), z.number()])), more: z.boolean() })
export type ConfigFolds = z.infer<typeof configFoldsSchema>
