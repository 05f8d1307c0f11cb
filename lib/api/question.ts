import { z } from 'zod'

/** What is asked of a walk: plain data, all of it in the page's address. `at`: ms on the source's timeline. */
export const questionSchema = z.object({
  from: z.string().min(1).max(300),
  url: z.string().min(1).max(8192),
  host: z.string().max(300).nullable(),
  container: z.string().max(253).nullable(),
  method: z.string().max(32),
  headers: z.array(z.tuple([z.string().max(256), z.string().max(8192)])).max(100),
  at: z.number().nonnegative(),
})
export type Question = z.infer<typeof questionSchema>
