import { camelCase, isSocketMatch, isStructValue, MAPS, MAX_DEPTH, STRUCTS } from '@/lib/istio/diff/canonical'
import { isObject, type Json } from '@/lib/istio/json'

/** How many lines `printMessage` makes of a message's canonical form, without making it. */
export const lineCount = (message: Json): number => 1 + breaks(message, '', 0)

/** Line breaks in a value that a (camelCase) field holds: one before each element, one before the closing bracket. */
function breaks(value: Json, name: string, depth: number): number {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return 0
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + 1 + breaks(item, name, depth + 1), 1)
  if (!isObject(value)) return 0
  if (STRUCTS.has(name)) return structBreaks(value, depth)
  const names = Object.keys(value)
  let count = 1
  if (MAPS.has(name)) {
    const item = (one: Json) => (name === 'filterMetadata' && isObject(one) ? structBreaks(one, depth) : breaks(one, `${name}.`, depth + 1))
    for (const key of names) count += 1 + item(value[key] ?? null)
    return count
  }
  // An empty message has an empty line.
  if (names.length === 0) return 2
  const type = typeof value['@type'] === 'string' ? value['@type'] : null
  for (const key of names) {
    const item = value[key] ?? null
    const field = camelCase(key)
    const isStruct = isObject(item) && (isStructValue(type, field) || isSocketMatch(name, field))
    count += 1 + (isStruct ? structBreaks(item, depth) : breaks(item, field, depth + 1))
  }
  return count
}

function structBreaks(value: Json, depth: number): number {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return 0
  const items = Array.isArray(value) ? value : Object.values(value)
  return items.reduce<number>((sum, item) => sum + 1 + structBreaks(item, depth + 1), 1)
}
