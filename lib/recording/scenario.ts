import { z } from 'zod'
import { misfitAt } from '@/lib/reason/misfit'
import { locatePointer } from '@/lib/recording/json-locate'
import { jsonErrorMessage, parseJson } from '@/lib/recording/json-parse'
import { failure, type Problem, type Result } from '@/lib/recording/result'

/** The form of recordings that this reader knows. */
export const FORMAT = 1

/** A text in the languages of the product. */
const titleSchema = z.object({ en: z.string(), ko: z.string() })
export type Title = z.infer<typeof titleSchema>

const text = z.string().max(10_000)
const title = z.object({ en: text, ko: text.optional() }).transform((t): Title => ({ en: t.en, ko: t.ko ?? t.en }))
const empty: Title = { en: '', ko: '' }

const scenarioSchema = z.object({
  format: z.literal(FORMAT),
  name: z.string().min(1).max(200),
  title: title.default(empty),
  about: title.default(empty),
  seed: z.array(z.object({ file: text, section: text })).default([]),
  /** RFC 3339; '' when the recording does not say. */
  start: text.default(''),
  versions: z.record(z.string(), z.string()).default({}),
  nodes: z.array(z.object({ name: text, ip: text, podCIDR: text.default(''), netns: text.optional() })).default([]),
  clients: z
    .array(z.object({ name: text, ip: text, netns: text.optional(), hosts: z.record(z.string(), z.string()).default({}) }))
    .default([]),
  durationMs: z.number().nonnegative().optional(),
  missing: z.array(z.object({ path: text, why: text })).default([]),
  events: z
    .array(z.object({ at: z.number().nonnegative(), id: text, title, command: text.default(''), exit: z.number().optional() }))
    .default([]),
})
/** What a recording says of itself (scenario.json). */
export type Scenario = z.infer<typeof scenarioSchema>

export const SCENARIO = 'scenario.json'

/**
 * Reads scenario.json. Without a known `format` and a `name` it is no recording (failure); another field that does not fit is left
 * at its default and named in `problems`, with its line.
 */
export function readScenario(json: string): Result<{ scenario: Scenario; problems: Problem[] }> {
  const parsed = parseJson(json)
  if (!parsed.ok) return failure(SCENARIO, jsonErrorMessage(parsed))
  if (typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value))
    return failure(SCENARIO, 'line 1: not a JSON object')
  const fields = new Map<string, unknown>(Object.entries(parsed.value))
  const format = fields.get('format')
  if (format !== FORMAT) {
    const what =
      format === undefined ? 'no “format”' : `line ${lineOf(json, ['format'])}: format ${JSON.stringify(format)?.slice(0, 40)} is unknown`
    return failure(SCENARIO, `${what}; this version reads format ${FORMAT}`)
  }
  const problems: Problem[] = []
  for (;;) {
    const checked = scenarioSchema.safeParse(Object.fromEntries(fields))
    if (checked.success) return { ok: true, value: { scenario: checked.data, problems } }
    for (const issue of checked.error.issues) {
      const field = String(issue.path[0])
      const message = `line ${lineOf(json, issue.path)}: ${misfitAt(issue, SCENARIO)}`
      if (field === 'name' || !fields.delete(field)) {
        if (field === 'name') return failure(SCENARIO, message)
        continue
      }
      problems.push({ entry: SCENARIO, message })
    }
  }
}

/** The line of a value by its path, or of the nearest one around it that exists. */
function lineOf(json: string, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const pointer = path.slice(0, length).map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    const place = locatePointer(json, pointer.join(''))
    if (place) return place.line
  }
  return 1
}
