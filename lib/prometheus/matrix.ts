import { z } from 'zod'

/** What /api/v1/query_range answers to a query whose result is a range vector: https://prometheus.io/docs/prometheus/latest/querying/api/ */
export const matrixAnswer = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])) })),
  }),
})

export const errorAnswer = z.object({ status: z.literal('error'), error: z.string() })

/** One series: its labels, and its values by epoch ms. */
export interface Series {
  labels: ReadonlyMap<string, string>
  values: readonly (readonly [at: number, value: number])[]
}

/** The series of an answer; samples that are no finite numbers are left out. */
export function seriesOf(answer: z.infer<typeof matrixAnswer>): Series[] {
  return answer.data.result.map(({ metric, values }) => ({
    labels: new Map(Object.entries(metric)),
    values: values.flatMap(([seconds, text]) => {
      const value = Number(text)
      return text !== '' && Number.isFinite(value) ? [[Math.round(seconds * 1000), value] as const] : []
    }),
  }))
}
