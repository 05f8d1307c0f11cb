import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** How deep the keys of a static layer may be nested; what is deeper is left out. */
const MAX_DEPTH = 16

/** What a dump tells of Envoy's runtime: the values of the bootstrap's static layers, by dotted key. */
export interface Runtime {
  values: ReadonlyMap<string, JsonNode>
}

function collect(node: JsonNode, prefix: string, depth: number, values: Map<string, JsonNode>): void {
  for (const [key, value] of node.entries()) {
    const name = prefix === '' ? key : `${prefix}.${key}`
    // A fraction is one value, as Envoy keeps it.
    if (value.entries().length === 0 || value.has('numerator') || value.has('denominator')) values.set(name, value)
    else if (depth < MAX_DEPTH) collect(value, name, depth + 1, values)
  }
}

/** Reads `layered_runtime` of a bootstrap (envoy.config.bootstrap.v3.LayeredRuntime); the last layer that sets a key wins. */
export function readRuntime(bootstrap: JsonNode): Runtime {
  const layers = bootstrap.at('layered_runtime', 'layers').items()
  const values = new Map<string, JsonNode>()
  for (const layer of layers) collect(layer.get('static_layer'), '', 0, values)
  return { values }
}

/** A feature's flag; Envoy's own default where no static layer sets it. */
export function runtimeFlag({ values }: Runtime, key: string, missing: boolean): boolean {
  const value = values.get(key)?.value()
  if (typeof value === 'boolean') return value
  return value === 'true' ? true : value === 'false' ? false : missing
}
