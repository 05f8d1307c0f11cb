import { dumpSection, either } from '@/lib/istio/diff/dump'
import { field, type Json, type JsonObject, listField, textField } from '@/lib/istio/json'
import { resourcesOf } from '@/lib/istio/proxy-config/resources'

/** What a description looks for in an Envoy's config_dump. */
export interface ProxyDump {
  /** The active dynamic listeners, in the dump's order. */
  listeners: JsonObject[]
  /** The dynamic route configurations and the virtual hosts of each, sorted by name. */
  routeConfigs: { name: string; virtualHosts: { domains: string[]; routes: Json[] }[] }[]
  /** The active dynamic clusters, in the dump's order. `config` null: no metadata at all; "": metadata without a rule. */
  clusters: { name: string; config: string | null }[]
}

export function proxyDump(dump: Json): ProxyDump {
  const routes = dumpSection(dump, 'routes')?.resources ?? []
  const active = (kind: 'listeners' | 'clusters') => resourcesOf(dump, kind).filter(({ state }) => state === 'active')
  return {
    listeners: active('listeners').map(({ body }) => body),
    routeConfigs: routes.map(({ name, wrapper }) => ({
      name,
      virtualHosts: listField(either(wrapper, 'route_config'), 'virtual_hosts').map((host) => ({
        domains: listField(host, 'domains').filter((domain) => typeof domain === 'string'),
        routes: listField(host, 'routes'),
      })),
    })),
    clusters: active('clusters').map(({ name, body }) => ({ name, config: istioConfig(body) })),
  }
}

/** The object that istiod made a route or cluster from, `/apis/networking.istio.io/v1/namespaces/…`; as `ProxyDump.clusters` says. */
export function istioConfig(resource: Json | undefined): string | null {
  const metadata = field(resource, 'metadata')
  return metadata === undefined ? null : (textField(field(field(metadata, 'filter_metadata'), 'istio'), 'config') ?? '')
}
