import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** How deep the keys of a static layer may be nested; what is deeper is left out. */
const MAX_DEPTH = 16

/** What a dump tells of Envoy's runtime: the values of the bootstrap's static layers, by dotted key. */
export interface Runtime {
  values: ReadonlyMap<string, JsonNode>
  /** The last layer whose keys no dump shows: of a disk, of RTDS, or the admin interface's while it sets any; null: there is none. */
  hidden: string | null
  /** Keys that a static layer behind that one sets. */
  certain: ReadonlySet<string>
}

function collect(node: JsonNode, prefix: string, depth: number, values: Map<string, JsonNode>): void {
  for (const [key, value] of node.entries()) {
    const name = prefix === '' ? key : `${prefix}.${key}`
    // A fraction is one value, as Envoy keeps it.
    if (value.entries().length === 0 || value.has('numerator') || value.has('denominator')) values.set(name, value)
    else if (depth < MAX_DEPTH) collect(value, name, depth + 1, values)
  }
}

/**
 * Reads `layered_runtime` of a bootstrap (envoy.config.bootstrap.v3.LayeredRuntime); the last layer that sets a key wins. `isSetByAdmin`:
 * somebody changed values by the admin interface (the statistic runtime.admin_overrides_active); without a bootstrap's layers it has one too.
 */
export function readRuntime(bootstrap: JsonNode, isSetByAdmin: boolean): Runtime {
  const layers = bootstrap.at('layered_runtime', 'layers').items()
  const values = new Map<string, JsonNode>()
  let hidden: string | null = isSetByAdmin && layers.length === 0 ? 'admin' : null
  let certain = new Map<string, JsonNode>()
  for (const layer of layers) {
    const kind = layer.oneOf('disk_layer', 'rtds_layer', ...(isSetByAdmin ? ['admin_layer'] : []))
    if (kind) {
      hidden = layer.get('name').text() || kind.name
      certain = new Map()
    } else {
      collect(layer.get('static_layer'), '', 0, values)
      collect(layer.get('static_layer'), '', 0, certain)
    }
  }
  return { values, hidden, certain: new Set(certain.keys()) }
}

/** The layer that may set a key in place of what is told of it; null: none may. */
export function hidingLayer({ hidden, certain }: Runtime, key: string | null): string | null {
  return key ? (certain.has(key) ? null : hidden) : null
}

/** The whole number that a static layer sets, also as a text, rounded down; null: it sets none. Source: Envoy's setNumberValue. */
export function runtimeInteger({ values }: Runtime, key: string): number | null {
  const set = values.get(key)?.number() ?? null
  return set === null || set < 0 ? null : Math.floor(set)
}

/** A feature's flag; Envoy's own default where no static layer sets it. */
export function runtimeFlag({ values }: Runtime, key: string, missing: boolean): boolean {
  const value = values.get(key)?.value()
  if (typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isInteger(value)) return value !== 0
  return value === 'true' ? true : value === 'false' ? false : missing
}
