import { type RouteConfig, readRouteConfig } from '@/lib/envoy/config/route-config'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { headerOf } from '@/lib/envoy/evaluate/match/header'
import type { HttpRequest } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** One fragment of a request's scope key; null: the request has none, and so no scope. */
function fragment(builder: JsonNode, request: HttpRequest): string | null {
  const extractor = builder.get('header_value_extractor')
  const value = headerOf(request, extractor.get('name').text() ?? '')
  if (value === undefined) return null
  const separator = extractor.get('element_separator').text() ?? ''
  const elements = separator === '' ? [value] : value.split(separator)
  const element = extractor.get('element')
  if (!element.exists) return elements[extractor.get('index').number() ?? 0] ?? null
  const between = element.get('separator').text() ?? ''
  for (const one of elements) {
    const at = between === '' ? -1 : one.indexOf(between)
    const key = at === -1 ? one : one.slice(0, at)
    if (key === element.get('key').text()) return at === -1 ? '' : one.slice(at + between.length)
  }
  return null
}

/** The key of a scope, and that of a request, as one text. */
const keyText = (fragments: readonly string[]): string => JSON.stringify(fragments)

function scopesOf(flow: Flow, scoped: JsonNode): JsonNode[] {
  const inline = scoped.at('scoped_route_configurations_list', 'scoped_route_configurations')
  return inline.exists ? inline.items() : flow.state.dump.scopes(scoped.get('name').text() ?? '')
}

/**
 * The route configuration of a request by scoped_routes (envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes): the
 * one whose key is what the request's headers say; else the reason why there is none.
 */
export function scopedRoutes(flow: Flow, scoped: JsonNode, request: HttpRequest): RouteConfig | string {
  const name = scoped.get('name').text() ?? ''
  const fragments = scoped
    .at('scope_key_builder', 'fragments')
    .items()
    .map((builder) => fragment(builder, request))
  const key = fragments.filter((one) => one !== null)
  const missing = `No scope of ${name} has the key ${key.join(', ') || 'of this request'}.`
  if (key.length < fragments.length || key.length === 0) return missing
  const scope = scopesOf(flow, scoped).find((one) => {
    const own = one.at('key', 'fragments').items()
    return keyText(own.map((part) => part.get('string_key').text() ?? '')) === keyText(key)
  })
  if (scope === undefined) return missing
  if (scope.has('route_configuration')) return readRouteConfig(scope.get('route_configuration'))
  const routes = scope.get('route_configuration_name').text() ?? ''
  return flow.index.routeConfig(routes) ?? `The route configuration ${routes} has not arrived (RDS).`
}
