import { field, isObject, type Json, type JsonObject, listField, textField } from '@/lib/istio/json'

export const diffTypes = ['clusters', 'listeners', 'routes'] as const
export type DiffType = (typeof diffTypes)[number]

/** One resource of a config_dump as the comparison takes it: its wrapper without what only tells versions and times. */
export interface DumpResource {
  name: string
  wrapper: JsonObject
  /** When Envoy took it, RFC 3339. */
  lastUpdated: string | null
  /** When Envoy last refused a newer one, RFC 3339; only listeners tell. */
  refusedAt: string | null
}

export interface DumpSection {
  /** Sorted by name. */
  resources: DumpResource[]
  /** The newest last_updated of them, RFC 3339. */
  lastUpdated: string | null
}

const sections: Record<DiffType, { dump: string; list: string; inner: string }> = {
  clusters: { dump: 'ClustersConfigDump', list: 'dynamic_active_clusters', inner: 'cluster' },
  listeners: { dump: 'ListenersConfigDump', list: 'dynamic_listeners', inner: 'listener' },
  routes: { dump: 'RoutesConfigDump', list: 'dynamic_route_configs', inner: 'route_config' },
}

/** A field under its proto name or its JSON name: Envoy prints the one, istiod the other. */
export function either(value: Json | undefined, name: string): Json | undefined {
  return (
    field(value, name) ??
    field(
      value,
      name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    )
  )
}

/**
 * What istioctl compares of a config_dump (Envoy's or istiod's): the dynamic active clusters, the dynamic listeners with an active
 * state, the dynamic route configurations; sorted by name, versions and times dropped. null: the dump has no such section.
 */
export function dumpSection(dump: Json, type: DiffType): DumpSection | null {
  const { dump: section, list, inner } = sections[type]
  const found = listField(dump, 'configs').find((config) => textField(config, '@type')?.endsWith(`.${section}`))
  if (!found) return null
  const items = either(found, list)
  const resources: DumpResource[] = []
  let lastUpdated: string | null = null
  for (const item of Array.isArray(items) ? items : []) {
    if (!isObject(item)) continue
    const holder = type === 'listeners' ? either(item, 'active_state') : item
    const resource = either(holder, inner)
    if (!isObject(holder) || !isObject(resource)) continue
    const updated = either(holder, 'last_updated')
    lastUpdated = later(lastUpdated, updated)
    const wrapper = type === 'listeners' ? listenerWrapper(item, holder) : without(item, VERSIONS)
    if (type === 'routes') sortVirtualHosts(wrapper, inner)
    resources.push({
      name: textField(resource, 'name') ?? '',
      wrapper,
      lastUpdated: textTime(updated),
      refusedAt: textTime(either(either(item, 'error_state'), 'last_update_attempt')),
    })
  }
  resources.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return { resources, lastUpdated }
}

const VERSIONS = ['version_info', 'versionInfo', 'last_updated', 'lastUpdated']

function without(value: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
}

/** The wrapper's own name is Envoy's invention; draining and warming say nothing of what is in force. An error state stays: it is why they differ. */
function listenerWrapper(item: JsonObject, activeState: JsonObject): JsonObject {
  const kept = without(item, ['name', 'draining_state', 'drainingState', 'active_state', 'activeState'])
  return { active_state: without(activeState, VERSIONS), ...kept }
}

function sortVirtualHosts(wrapper: JsonObject, inner: string): void {
  const key = Object.keys(wrapper).find((name) => wrapper[name] === either(wrapper, inner))
  const config = key === undefined ? undefined : wrapper[key]
  if (key === undefined || !isObject(config)) return
  const hostsKey = 'virtual_hosts' in config ? 'virtual_hosts' : 'virtualHosts'
  const name = (host: Json) => textField(host, 'name') ?? ''
  const hosts = listField(config, hostsKey).toSorted((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0))
  if (hosts.length > 0) wrapper[key] = { ...config, [hostsKey]: hosts }
}

const textTime = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null)

function later(known: string | null, value: Json | undefined): string | null {
  if (typeof value !== 'string') return known
  return known === null || Date.parse(value) > Date.parse(known) ? value : known
}
