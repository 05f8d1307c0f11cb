import { z } from 'zod'
import { misfitAt } from '@/lib/reason/misfit'
import { jsonErrorMessage, parseJson } from '@/lib/recording/json-parse'
import type { Observation } from '@/lib/recording/snapshot'

/** A Kubernetes object that was read, with the place in the list it came from. */
export type Seen<T> = T & { evidence: { entry: string; pointer: string; at: number } }

export interface ParsedList<T> {
  items: Seen<T>[]
  problems: { entry: string; message: string }[]
}

const listSchema = z.object({ items: z.array(z.unknown()) })

/**
 * Reads a Kubernetes List as `kubectl get -o json` gives it. An item that does not fit its schema is left out and named in
 * `problems`; the others stay. null (never observed) gives an empty list.
 */
export function parseList<T>(observation: Observation | null, schema: z.ZodType<T>): ParsedList<T> {
  if (!observation) return { items: [], problems: [] }
  const { entry, at } = observation
  const json = parseJson(observation.text)
  if (!json.ok) return { items: [], problems: [{ entry, message: `not JSON: ${jsonErrorMessage(json)}` }] }
  const list = listSchema.safeParse(json.value)
  if (!list.success) return { items: [], problems: [{ entry, message: 'not a Kubernetes List: it has no items' }] }
  const parsed: ParsedList<T> = { items: [], problems: [] }
  list.data.items.forEach((raw, index) => {
    const item = schema.safeParse(raw)
    const pointer = `/items/${index}`
    if (item.success) parsed.items.push(Object.assign({}, item.data, { evidence: { entry, pointer, at } }) as Seen<T>)
    else
      for (const issue of item.error.issues.slice(0, 1)) parsed.problems.push({ entry, message: `${pointer}: ${misfitAt(issue, 'item')}` })
  })
  return parsed
}
