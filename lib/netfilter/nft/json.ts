/** A value of `nft -j`. Objects come from JSON.parse: read their fields with `field`, which never looks at the prototype. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** A field of an object; undefined when it is no object or has no such field. */
export function field(json: Json | undefined, name: string): Json | undefined {
  return isObject(json) && Object.hasOwn(json, name) ? json[name] : undefined
}

/** A field that is a text; null when it is none. */
export function textField(json: Json | undefined, name: string): string | null {
  const value = field(json, name)
  return typeof value === 'string' ? value : null
}

/** A field that is a number; null when it is none. */
export function numberField(json: Json | undefined, name: string): number | null {
  const value = field(json, name)
  return typeof value === 'number' ? value : null
}

/** What is written as one value or as a list of them. */
export function listOf(json: Json | undefined): readonly Json[] {
  return json === undefined || json === null ? [] : Array.isArray(json) ? json : [json]
}

/** nftables writes a statement or an expression as an object with one field: its kind, and what belongs to it. */
export function only(json: Json | undefined): [kind: string, body: Json] | null {
  if (!isObject(json)) return null
  const [first] = Object.entries(json)
  return first ?? null
}

function isObject(json: Json | undefined): json is { readonly [name: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
