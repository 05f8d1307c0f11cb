import fc from 'fast-check'
import { optional, word } from '@/oracle/envoy/families/words'
import { upstream } from '@/oracle/envoy/loopback'
import { httpManager, listener, staticCluster } from '@/oracle/envoy/resources'
import type { Built, Family, Slot } from '@/oracle/envoy/scenario'

const KEYS = ['a', 'b', 'k=a', '']
const VALUES = ['a', 'b', 'k=a', 'z=1;k=b', 'a;b', 'b;a;k=a', '', ';a', 'k', 'k=a=b']

const extractor = fc.oneof(
  fc.constantFrom(0, 1).map((index) => ({ element_separator: ';', index })),
  fc.constant({ index: 0 }),
  fc.constant({ element_separator: ';', element: { separator: '=', key: 'k' } }),
)
const scope = fc.record({ keys: fc.tuple(word(KEYS), word(KEYS)), routes: fc.constantFrom(0, 1) })
const arbitrary = fc.record({
  kind: word(['rds', 'scoped', 'scoped', 'scoped by file']),
  extractors: fc.array(extractor, { minLength: 1, maxLength: 2 }),
  scopes: fc.uniqueArray(scope, { minLength: 1, maxLength: 4, selector: (one) => one.keys.join(' ') }),
  requests: fc.array(fc.record({ host: word(['a.test', 'b.test']), scope: optional(word(VALUES), 6), other: optional(word(VALUES), 2) }), {
    minLength: 12,
    maxLength: 12,
  }),
})
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never

function routeConfig(slot: Slot, index: number, name = `rds-${index}`): object {
  const route = { name: slot.name(`route-${index}`), match: { prefix: '/' }, route: { cluster: slot.name(`up-${index}`) } }
  return { name: slot.name(name), virtual_hosts: [{ name: `v${index}`, domains: ['a.test'], routes: [route] }] }
}

const byFile = (path: string) => ({ path_config_source: { path }, resource_api_version: 'V3' })
const ROUTES = 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration'

function scoped(value: Value, slot: Slot, rds: object): object {
  const fragments = value.extractors.map((one, index) => ({
    header_value_extractor: { name: index === 0 ? 'x-scope' : 'x-other', ...one },
  }))
  const kept = new Set<string>()
  // The same key twice is refused.
  const scopes = value.scopes.flatMap(({ keys, routes }, index) => {
    const own = keys.slice(0, fragments.length)
    const key = own.join(' ')
    if (kept.has(key)) return []
    kept.add(key)
    // Envoy wants the routes of inline scopes inline too.
    const config =
      value.kind === 'scoped'
        ? { route_configuration: routeConfig(slot, routes, `inline-${index}`) }
        : { route_configuration_name: slot.name(`rds-${routes}`) }
    return [{ name: slot.name(`scope-${index}`), key: { fragments: own.map((string_key) => ({ string_key })) }, ...config }]
  })
  const type = 'type.googleapis.com/envoy.config.route.v3.ScopedRouteConfiguration'
  const list =
    value.kind === 'scoped'
      ? { scoped_route_configurations_list: { scoped_route_configurations: scopes } }
      : {
          scoped_rds: {
            scoped_rds_config_source: byFile(
              slot.file(
                'scopes',
                scopes.map((one) => ({ '@type': type, ...one })),
              ),
            ),
          },
        }
  return { scoped_routes: { name: slot.name('scopes'), scope_key_builder: { fragments }, rds_config_source: rds, ...list } }
}

function build(value: Value, slot: Slot): Built {
  const rds = byFile(
    slot.file(
      'routes',
      [0, 1].map((index) => ({ '@type': ROUTES, ...routeConfig(slot, index) })),
    ),
  )
  const routes = value.kind === 'rds' ? { rds: { route_config_name: slot.name('rds-0'), config_source: rds } } : scoped(value, slot, rds)
  return {
    listeners: [listener(slot.name('routes'), slot.port(0), { filter_chains: [{ filters: [httpManager(routes)] }] })],
    clusters: [0, 1].map((index) => staticCluster(slot.name(`up-${index}`), [upstream(index)])),
    probes: value.requests.map(({ host, scope: key, other }) => ({
      port: slot.port(0),
      request: {
        method: 'GET',
        path: '/',
        host,
        headers: [
          ...(key === undefined ? [] : [['x-scope', key] as [string, string]]),
          ...(other === undefined ? [] : [['x-other', other] as [string, string]]),
        ],
      },
      times: 1,
    })),
  }
}

export const ROUTE_SOURCES: Family<Value> = { name: 'RDS and scoped routes', arbitrary, build }
