import { declaredOrder } from '@/lib/istio/diff/field-order'
import { isObject, type Json, type JsonObject } from '@/lib/istio/json'

/** Fields that hold a map: their keys are data, so they keep their spelling and are sorted. */
export const MAPS: ReadonlySet<string> = new Set([
  'contextExtensions',
  'filterMetadata',
  'keyValues',
  'map',
  'namedEndpoints',
  'params',
  'policies',
  'providers',
  'requirementMap',
  'sourceCodes',
  'typedExtensionProtocolOptions',
  'typedFilterMetadata',
  'typedPerFilterConfig',
])
/** Fields that hold a google.protobuf.Struct: foreign keys all the way down. */
export const STRUCTS: ReadonlySet<string> = new Set(['jsonFormat', 'typedJsonFormat', 'defaultSubset', 'transportSocketMatchCriteria'])
const STRUCT_VALUES = /\/(?:(?:udpa|xds)\.type\.v[13]\.TypedStruct|google\.protobuf\.Struct)$/
/** Deeper nesting than any configuration has: it would only be made to exhaust the stack. */
export const MAX_DEPTH = 200

/** A protobuf message as JSON in istioctl's form: what kind of object it is decides how it is printed. */
export type Node =
  | { kind: 'scalar'; value: null | boolean | number | string }
  | { kind: 'list'; items: Node[] }
  | { kind: 'message' | 'map' | 'struct'; fields: [string, Node][] }

/**
 * Envoy's or istiod's JSON of a message in one form: camelCase names, fields in the declared order, maps by key. `name` is the
 * (camelCase) field that holds it.
 */
export function canonical(value: Json, name = '', depth = 0): Node {
  if (depth > MAX_DEPTH) return { kind: 'scalar', value: '…' }
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => canonical(item, name, depth + 1)) }
  if (!isObject(value)) return { kind: 'scalar', value }
  if (STRUCTS.has(name)) return struct(value, depth)
  if (MAPS.has(name)) {
    const each = (item: Json) =>
      name === 'filterMetadata' && isObject(item) ? struct(item, depth) : canonical(item, `${name}.`, depth + 1)
    return { kind: 'map', fields: sorted(Object.entries(value).map(([key, item]) => [key, each(item)])) }
  }
  return message(value, name, depth)
}

function message(value: JsonObject, name: string, depth: number): Node {
  const type = typeof value['@type'] === 'string' ? value['@type'] : null
  const fields = Object.entries(value).map(([key, item]): [string, Node] => {
    const camel = camelCase(key)
    const isStruct = isObject(item) && (isStructValue(type, camel) || isSocketMatch(name, camel))
    return [camel, isStruct ? struct(item, depth) : canonical(item, camel, depth + 1)]
  })
  const order = declaredOrder(type, name.endsWith('.') ? name.slice(0, -1) : name)
  return { kind: 'message', fields: order ? inOrder(fields, order) : fields }
}

/** The value of an Any that holds a Struct. */
export const isStructValue = (type: string | null, name: string) => name === 'value' && type !== null && STRUCT_VALUES.test(type)

/** A TransportSocketMatch's match is a Struct, a route's match is a message. */
export const isSocketMatch = (holder: string, name: string) => holder === 'transportSocketMatches' && name === 'match'

function struct(value: Json, depth: number): Node {
  if (depth > MAX_DEPTH) return { kind: 'scalar', value: '…' }
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => struct(item, depth + 1)) }
  if (!isObject(value)) return { kind: 'scalar', value }
  return { kind: 'struct', fields: sorted(Object.entries(value).map(([key, item]) => [key, struct(item, depth + 1)])) }
}

function sorted(fields: [string, Node][]): [string, Node][] {
  return fields.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}

/** Fields by declared position; one that is not in the list stays behind the one before it. */
function inOrder(fields: [string, Node][], order: Map<string, number>): [string, Node][] {
  let last = -1
  const placed = fields.map((field) => {
    last = order.get(field[0]) ?? last
    return { field, position: field[0] === '@type' ? -1 : last }
  })
  return placed.sort((a, b) => a.position - b.position).map(({ field }) => field)
}

/** Names come from outside, but a configuration has few thousand. */
const MAX_NAMES = 10_000
const spelled = new Map<string, string>()

/** protobuf's JSON name: `proxy_100_continue` → `proxy100Continue`. */
export function camelCase(name: string): string {
  const known = spelled.get(name)
  if (known !== undefined) return known
  const made = name.includes('_') ? name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : name
  if (spelled.size < MAX_NAMES) spelled.set(name, made)
  return made
}
