import { either } from '@/lib/istio/diff/dump'
import { field, isObject, type Json, type JsonObject, listField, textField } from '@/lib/istio/json'

const resourceKinds = ['listeners', 'routes', 'clusters', 'endpoints', 'ecds'] as const
export type ResourceKind = (typeof resourceKinds)[number]

/** One resource that Envoy has, with where it stands in the dump (RFC 6901) and when it came. */
export interface Resource {
  name: string
  state: 'static' | 'active' | 'warming' | 'draining'
  body: JsonObject
  pointer: string
  version: string | null
  /** RFC 3339. */
  lastUpdated: string | null
  /** What Envoy said when it refused a newer one. */
  error: string | null
}

interface Place {
  list: string
  state: Resource['state']
  /** Where the resource lies in an item of the list. */
  path: readonly string[]
}

const SECTIONS: Record<ResourceKind, { dump: string; places: readonly Place[] }> = {
  listeners: {
    dump: 'ListenersConfigDump',
    places: [
      { list: 'dynamic_listeners', state: 'active', path: ['active_state', 'listener'] },
      { list: 'dynamic_listeners', state: 'warming', path: ['warming_state', 'listener'] },
      { list: 'dynamic_listeners', state: 'draining', path: ['draining_state', 'listener'] },
      { list: 'static_listeners', state: 'static', path: ['listener'] },
    ],
  },
  routes: {
    dump: 'RoutesConfigDump',
    places: [
      { list: 'dynamic_route_configs', state: 'active', path: ['route_config'] },
      { list: 'static_route_configs', state: 'static', path: ['route_config'] },
    ],
  },
  clusters: {
    dump: 'ClustersConfigDump',
    places: [
      { list: 'dynamic_active_clusters', state: 'active', path: ['cluster'] },
      { list: 'dynamic_warming_clusters', state: 'warming', path: ['cluster'] },
      { list: 'static_clusters', state: 'static', path: ['cluster'] },
    ],
  },
  endpoints: {
    dump: 'EndpointsConfigDump',
    places: [
      { list: 'dynamic_endpoint_configs', state: 'active', path: ['endpoint_config'] },
      { list: 'static_endpoint_configs', state: 'static', path: ['endpoint_config'] },
    ],
  },
  ecds: { dump: 'EcdsConfigDump', places: [{ list: 'ecds_filters', state: 'active', path: ['ecds_filter'] }] },
}

/** The resources of one kind in a config_dump, in the dump's order: what is active before what is static. A missing section has none. */
export function resourcesOf(dump: Json, kind: ResourceKind): Resource[] {
  const { dump: type, places } = SECTIONS[kind]
  const configs = listField(dump, 'configs')
  return configs.flatMap((section, index) =>
    textField(section, '@type')?.endsWith(`.${type}`)
      ? places.flatMap((place) =>
          listField(section, place.list).flatMap((item, at) => resourceAt(item, place, `/configs/${index}/${place.list}/${at}`)),
        )
      : [],
  )
}

function resourceAt(item: Json, { state, path }: Place, pointer: string): Resource[] {
  const holder = path.length > 1 ? either(item, path[0] ?? '') : item
  const body = either(holder, path.at(-1) ?? '')
  if (!isObject(holder) || !isObject(body)) return []
  const text = (name: string) => textField(holder, name) ?? textField(item, name)
  return [
    {
      name: textField(body, 'name') ?? textField(body, 'cluster_name') ?? textField(item, 'name') ?? '',
      state,
      body,
      pointer: [pointer, ...path].join('/'),
      version: text('version_info'),
      lastUpdated: text('last_updated'),
      error: textField(field(item, 'error_state'), 'details'),
    },
  ]
}
