import type { z } from 'zod'
import { misfit } from '@/lib/reason/misfit'
import { Failure } from '@/server/http/failure'

/**
 * The query of a request by its schema. A parameter that the schema has as a list may repeat; any other only stands once. What does
 * not fit is a 400 that names the parameter; unknown ones are passed over.
 */
export function readQuery<S extends z.ZodObject>(request: Request, schema: S): z.infer<S> {
  const search = new URL(request.url).searchParams
  const values = new Map<string, string | string[]>()
  for (const name of Object.keys(schema.shape)) {
    const found = search.getAll(name)
    if (found.length === 0) continue
    const repeats = schema.shape[name]?.safeParse([]).success === true
    if (!repeats && found.length > 1) throw new Failure('badInput', `“${name}” is given ${found.length} times; once is meant`, name)
    values.set(name, repeats ? found : (found[0] ?? ''))
  }
  const parsed = schema.safeParse(Object.fromEntries(values))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const name = String(issue?.path[0] ?? 'query')
  throw new Failure('badInput', issue && values.has(name) ? `“${name}”: ${misfit(issue)}` : `“${name}” is missing`, name)
}
