import { camelCase, isSocketMatch, isStructValue, MAPS, MAX_DEPTH, STRUCTS } from '@/lib/istio/diff/canonical'
import { isObject, type Json } from '@/lib/istio/json'

/** How many lines `printMessage` makes of a message's canonical form, without making it. */
export const lineCount = (message: Json): number => 1 + breaks(message, '', 0)

/** Line breaks in a value that a (camelCase) field holds: one before each element, one before the closing bracket. */
function breaks(value: Json, name: string, depth: number): number {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return 0
  if (Array.isArray(value)) {
    let count = 1
    for (const item of value) count += 1 + breaks(item, name, depth + 1)
    return count
  }
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
    const item = value[key]
    if (typeof item !== 'object' || item === null) {
      count++
      continue
    }
    const field = camelCase(key)
    const isStruct = isObject(item) && (isStructValue(type, field) || isSocketMatch(name, field))
    count += 1 + (isStruct ? structBreaks(item, depth) : breaks(item, field, depth + 1))
  }
  return count
}

function structBreaks(value: Json, depth: number): number {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return 0
  let count = 1
  for (const item of Array.isArray(value) ? value : Object.values(value)) count += 1 + structBreaks(item, depth + 1)
  return count
}
