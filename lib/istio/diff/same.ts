import { camelCase, isSocketMatch, isStructValue, MAPS, MAX_DEPTH, STRUCTS } from '@/lib/istio/diff/canonical'
import { isObject, type Json, type JsonObject } from '@/lib/istio/json'

/**
 * Whether two messages are the same, whatever the spelling and the order of their fields: what `contentKey` of their canonical forms
 * says, without making them. `name`: the (camelCase) field that holds them. False may also mean nested too deeply to say.
 */
export function sameMessage(a: Json, b: Json, name = '', depth = 0): boolean {
  if (a === b) return true
  if (depth > MAX_DEPTH) return false
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameMessage(item, b[i] ?? null, name, depth + 1))
  if (!isObject(a) || !isObject(b)) return false
  if (STRUCTS.has(name)) return sameStruct(a, b, depth)
  if (MAPS.has(name)) {
    return sameFields(a, b, (item, other) =>
      name === 'filterMetadata' ? sameStruct(item, other, depth + 1) : sameMessage(item, other, `${name}.`, depth + 1),
    )
  }
  const type = typeof a['@type'] === 'string' ? a['@type'] : null
  const each = (item: Json, other: Json, field: string) =>
    isObject(item) && (isStructValue(type, field) || isSocketMatch(name, field))
      ? sameStruct(item, other, depth)
      : sameMessage(item, other, field, depth + 1)
  return sameSpelled(a, b, each)
}

function sameStruct(a: Json, b: Json, depth: number): boolean {
  if (a === b) return true
  if (depth > MAX_DEPTH) return false
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameStruct(item, b[i] ?? null, depth + 1))
  return isObject(a) && isObject(b) && sameFields(a, b, (item, other) => sameStruct(item, other, depth + 1))
}

/** Keys that are data: they keep their spelling. */
function sameFields(a: JsonObject, b: JsonObject, same: (item: Json, other: Json) => boolean): boolean {
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  for (const name of names) {
    const [item, other] = [a[name], Object.hasOwn(b, name) ? b[name] : undefined]
    if (item === undefined || other === undefined || (item !== other && !same(item, other))) return false
  }
  return true
}

/** Fields in proto or JSON spelling. Both sides mostly print them in the same order; only what is not a plain value needs its name. */
function sameSpelled(a: JsonObject, b: JsonObject, same: (item: Json, other: Json, field: string) => boolean): boolean {
  const [names, others] = [Object.keys(a), Object.keys(b)]
  if (names.length !== others.length) return false
  let bySpelling: Map<string, string> | null = null
  for (const [index, name] of names.entries()) {
    let other = others[index]
    if (other !== name && (other === undefined || camelCase(other) !== camelCase(name))) {
      bySpelling ??= new Map(others.map((one) => [camelCase(one), one]))
      other = bySpelling.get(camelCase(name))
    }
    if (other === undefined) return false
    const [item, found] = [a[name], b[other]]
    if (item === found) continue
    if (typeof item !== 'object' || item === undefined || found === undefined || !same(item, found, camelCase(name))) return false
  }
  return true
}
