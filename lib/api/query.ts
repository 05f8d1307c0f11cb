import { z } from 'zod'
import { type Question, questionSchema } from '@/lib/api/question'

/** Which source, at which moment (ms on its timeline). */
export const momentQuery = z.object({
  recording: z.string().min(1).max(300).optional(),
  at: z.coerce.number().nonnegative().max(1e12).default(0),
})

const headerText = z
  .string()
  .max(8192)
  .regex(/^[^:\s][^:]*:/, 'a header is NAME:VALUE')

/** GET /api/walk. `header` repeats. */
export const walkQuery = momentQuery.extend({
  from: questionSchema.shape.from,
  url: questionSchema.shape.url,
  host: z.string().max(300).optional(),
  container: z.string().max(253).optional(),
  method: z
    .string()
    .regex(/^[A-Za-z]{1,32}$/, 'an HTTP method')
    .default('GET'),
  header: z.array(headerText).max(100).default([]),
})

/** The question that a query of GET /api/walk asks. */
export function questionOf(query: z.infer<typeof walkQuery>): Question {
  return {
    from: query.from,
    url: query.url,
    host: query.host ?? null,
    container: query.container ?? null,
    method: query.method,
    headers: query.header.map((text) => {
      const colon = text.indexOf(':')
      return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()]
    }),
    at: query.at,
  }
}
