import { type DumpResource, type DumpSection, either } from '@/lib/istio/diff/dump'
import { isObject, type Json, type JsonObject, textField } from '@/lib/istio/json'

const WASM = 'type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm'
/** What the agent beside Envoy replaces on the way: it fetches the module itself, and takes the pull secret out. */
const AGENTS_OWN: ReadonlySet<string> = new Set(['code', 'environment_variables', 'environmentVariables'])

/**
 * The extensions (ECDS) of a config_dump, Envoy's or istiod's, by name; of Wasm modules without what the agent changes. istiod prints a
 * Wasm filter without the envelope that names it. null: the dump has no such section, as istiod's before 1.19.
 */
export function extensionSection(dump: Json): DumpSection | null {
  const configs = either(dump, 'configs')
  const found = Array.isArray(configs) ? configs.filter((section) => textField(section, '@type')?.endsWith('.EcdsConfigDump')) : []
  if (found.length === 0) return null
  const resources = found.flatMap((section) => {
    const filters = either(section, 'ecds_filters')
    return Array.isArray(filters) ? filters.flatMap(extension) : []
  })
  return { resources: resources.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)), lastUpdated: null }
}

function extension(item: Json): DumpResource[] {
  const filter = either(item, 'ecds_filter')
  if (!isObject(filter)) return []
  const config = filter['@type'] === WASM ? filter : either(filter, 'typed_config')
  if (!isObject(config)) return []
  const name = textField(filter, 'name') ?? textField(either(filter, 'config'), 'name') ?? ''
  const updated = either(item, 'last_updated')
  const wrapper = { config: config['@type'] === WASM ? withoutAgentsOwn(config) : config }
  return [{ name, wrapper, lastUpdated: typeof updated === 'string' ? updated : null, refusedAt: null }]
}

function withoutAgentsOwn(wasm: JsonObject): JsonObject {
  const plugin = either(wasm, 'config')
  const machine = either(plugin, 'vm_config')
  if (!isObject(plugin) || !isObject(machine)) return wasm
  const kept = Object.fromEntries(Object.entries(machine).filter(([field]) => !AGENTS_OWN.has(field)))
  const others = Object.fromEntries(Object.entries(plugin).filter(([field]) => field !== 'vm_config' && field !== 'vmConfig'))
  return { '@type': WASM, config: { ...others, vm_config: kept } }
}
