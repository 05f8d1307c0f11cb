import { jsonErrorMessage, parseJson } from '@/lib/recording/json-parse'

/** Larger texts than this are refused: istiod's config_dump of a mesh with 1,000 Services is 30 MB. */
const MAX_JSON_CHARS = 256 * 1024 * 1024

export type Json = null | boolean | number | string | Json[] | JsonObject
export type JsonObject = { [key: string]: Json }

/** What could not be read, and where: an entry of the source and a message for a person. */
export interface Problem {
  entry: string
  message: string
}

/** Parses JSON text; a problem instead of an exception. Foreign keys stay own properties, nothing is copied into prototypes. */
export function readJson(text: string, entry: string): { value: Json; problem: null } | { value: null; problem: Problem } {
  if (text.length > MAX_JSON_CHARS) return { value: null, problem: { entry, message: `larger than ${MAX_JSON_CHARS} characters` } }
  const parsed = parseJson(text)
  if (parsed.ok) return { value: parsed.value as Json, problem: null }
  return { value: null, problem: { entry, message: `not JSON: ${jsonErrorMessage(parsed)}` } }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The own field of an object, or undefined: never what a prototype has. */
export function field(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** The field's text; empty or missing is null (istiod leaves out what is empty). */
export function textField(value: Json | undefined, key: string): string | null {
  const found = field(value, key)
  return typeof found === 'string' && found !== '' ? found : null
}

export function listField(value: Json | undefined, key: string): Json[] {
  const found = field(value, key)
  return Array.isArray(found) ? found : []
}
