import { isKeyMaterial, REDACTED, withoutKeyMaterial } from '@/lib/envoy/parse/key-material'

const camelNames = new Map<string, string>()

function camelCase(name: string): string {
  const known = camelNames.get(name)
  if (known !== undefined) return known
  const made = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  camelNames.set(name, made)
  return made
}

/** One step of a JSON pointer (RFC 6901). */
export function pointerToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

/**
 * A place in a parsed JSON document together with its JSON pointer. Fields are asked for in Envoy's snake_case; the
 * camelCase of istiod's protobuf JSON is found too, and the pointer names the key that is really there.
 */
export class JsonNode {
  /** Private, so that no secret can be read, printed or serialised past `get` and `value`. */
  readonly #raw: unknown

  constructor(
    raw: unknown,
    readonly pointer: string,
  ) {
    this.#raw = raw
  }

  get exists(): boolean {
    return this.#raw !== undefined && this.#raw !== null
  }

  /** The field of that (snake_case) name; a node that does not exist when it is absent. */
  get(name: string): JsonNode {
    const raw = this.#raw
    if (typeof raw !== 'object' || raw === null) return new JsonNode(undefined, `${this.pointer}/${name}`)
    const object = raw as Record<string, unknown>
    return this.key(Object.hasOwn(object, name) ? name : camelCase(name))
  }

  /** `get` along several fields. */
  at(...names: string[]): JsonNode {
    let node: JsonNode = this
    for (const name of names) node = node.get(name)
    return node
  }

  /** A field whose name comes from outside (a map's key): taken as it stands. */
  key(name: string): JsonNode {
    const raw = this.#raw
    const value = typeof raw === 'object' && raw !== null && Object.hasOwn(raw, name) ? (raw as Record<string, unknown>)[name] : undefined
    return new JsonNode(value !== undefined && isKeyMaterial(name, value) ? REDACTED : value, `${this.pointer}/${pointerToken(name)}`)
  }

  has(name: string): boolean {
    return this.get(name).exists
  }

  /** The first of these fields that is there (oneof). */
  oneOf(...names: string[]): { name: string; node: JsonNode } | null {
    for (const name of names) {
      const node = this.get(name)
      if (node.exists) return { name, node }
    }
    return null
  }

  items(): JsonNode[] {
    return Array.isArray(this.#raw) ? this.#raw.map((item: unknown, index) => new JsonNode(item, `${this.pointer}/${index}`)) : []
  }

  get length(): number {
    return Array.isArray(this.#raw) ? this.#raw.length : 0
  }

  entries(): [string, JsonNode][] {
    if (typeof this.#raw !== 'object' || this.#raw === null || Array.isArray(this.#raw)) return []
    return Object.keys(this.#raw).map((key) => [key, this.key(key)])
  }

  /** A deep copy of the JSON without secrets. */
  value(): unknown {
    return withoutKeyMaterial(this.#raw)
  }

  text(): string | null {
    return typeof this.#raw === 'string' ? this.#raw : null
  }

  /** Numbers, also as strings (protobuf JSON prints 64-bit ones so). */
  number(): number | null {
    if (typeof this.#raw === 'number') return this.#raw
    if (typeof this.#raw !== 'string' || this.#raw === '') return null
    const value = Number(this.#raw)
    return Number.isFinite(value) ? value : null
  }

  /** A boolean; protobuf leaves false out, hence the default. */
  flag(missing = false): boolean {
    return typeof this.#raw === 'boolean' ? this.#raw : missing
  }

  texts(): string[] {
    return Array.isArray(this.#raw) ? this.#raw.filter((item) => typeof item === 'string' && !isKeyMaterial('', item)) : []
  }

  /** A protobuf duration ("1.5s") in milliseconds. */
  milliseconds(): number | null {
    const text = this.text()
    if (text === null || !/^-?\d+(\.\d+)?s$/.test(text)) return null
    return Number(text.slice(0, -1)) * 1000
  }
}
