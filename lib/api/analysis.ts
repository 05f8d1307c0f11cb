import { z } from 'zod'
import { problemSchema } from '@/lib/api/recordings'

const one = z.union([z.string(), z.number()])

const findingSchema = z.object({
  /** Istio's: `IST0101`. */
  code: z.string(),
  level: z.enum(['Error', 'Warning', 'Info']),
  kind: z.string(),
  /** Empty for what has no namespace. */
  namespace: z.string(),
  name: z.string(),
  /** What the sentence is about, by the code; a list is several names of one sort. */
  values: z.record(z.string(), z.union([one, z.array(one).readonly()])).readonly(),
  /** The field: `spec.http[0].route[1]`; null: the object as a whole. */
  path: z.string().nullable(),
  /** As `istioctl analyze` prints it. */
  line: z.string(),
})
export type AnalysisFinding = z.infer<typeof findingSchema>

/** GET /api/analysis: what `istioctl analyze --all-namespaces` says of the objects at a moment, in its order: the worst first. */
export const analysisSchema = z.object({
  findings: z.array(findingSchema),
  /** Codes that may hold or not: the objects of `kind` that would say were not read. `about`: how many objects it would be about. */
  undecided: z.array(z.object({ code: z.string(), kind: z.string(), about: z.number() })),
  problems: z.array(problemSchema),
})
export type AnalysisAnswer = z.infer<typeof analysisSchema>
