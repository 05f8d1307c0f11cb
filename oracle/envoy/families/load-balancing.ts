import fc from 'fast-check'
import { optional, word } from '@/oracle/envoy/families/words'
import { UPSTREAMS, upstream } from '@/oracle/envoy/loopback'
import { httpListener, socketAddress } from '@/oracle/envoy/resources'
import type { Built, Family, Slot } from '@/oracle/envoy/scenario'

const HEALTH = ['HEALTHY', 'HEALTHY', 'HEALTHY', 'UNHEALTHY', 'UNHEALTHY', 'DRAINING', 'TIMEOUT', 'DEGRADED']

const host = fc.record({
  health: word(HEALTH),
  weight: optional(fc.integer({ min: 1, max: 4 })),
  metadata: fc.record(
    { version: fc.constantFrom<string | string[]>('v1', 'v2', ['v1', 'v3']), stage: word(['prod', 'test']) },
    { requiredKeys: [] },
  ),
})
const group = fc.record({
  zone: word(['z1', 'z2', 'z3']),
  priority: fc.constantFrom(0, 0, 1, 2),
  weight: optional(fc.constantFrom(1, 3, 10), 2),
  hosts: fc.array(host, { minLength: 1, maxLength: 4 }),
})
const percent = fc.constantFrom(0, 20, 50, 100).map((value) => ({ value }))
const locality = fc.oneof(
  { arbitrary: fc.constant({}), weight: 2 },
  fc.constant({ locality_weighted_lb_config: {} }),
  fc.boolean().map((fail_traffic_on_panic) => ({ zone_aware_lb_config: { fail_traffic_on_panic } })),
)
const selector = fc
  .record(
    {
      keys: fc.constantFrom(['version'], ['stage'], ['version', 'stage']),
      fallback: fc.constantFrom<object>(
        { fallback_policy: 'NO_FALLBACK' },
        { fallback_policy: 'ANY_ENDPOINT' },
        { fallback_policy: 'DEFAULT_SUBSET' },
        { fallback_policy: 'KEYS_SUBSET', fallback_keys_subset: ['stage'] },
      ),
    },
    { requiredKeys: ['keys'] },
  )
  .map(({ keys, fallback }) => ({ keys, ...(keys.length === 1 && JSON.stringify(fallback ?? {}).includes('KEYS_SUBSET') ? {} : fallback) }))
const subsets = fc.record({
  fallback_policy: word(['NO_FALLBACK', 'ANY_ENDPOINT', 'DEFAULT_SUBSET']),
  default_subset: fc.constantFrom<object>({ version: 'v1' }, { stage: 'prod', version: 'v2' }, {}),
  subset_selectors: fc.uniqueArray(selector, { maxLength: 3, selector: (one) => one.keys.join() }),
  panic_mode_any: fc.boolean(),
})
const breaker = fc.record(
  {
    priority: word(['DEFAULT', 'HIGH']),
    max_connections: fc.constantFrom(0, 5),
    max_pending_requests: fc.constantFrom(0, 5),
    max_requests: fc.constantFrom(0, 5),
  },
  { requiredKeys: ['priority'] },
)
const metadataMatch = fc.record({ version: word(['v1', 'v2', 'v3']), stage: word(['prod', 'test']) }, { requiredKeys: [] })

const arbitrary = fc.record({
  type: word(['STATIC', 'EDS', 'STRICT_DNS']),
  policy: word(['ROUND_ROBIN', 'LEAST_REQUEST', 'RANDOM', 'RING_HASH', 'MAGLEV']),
  groups: fc.array(group, { maxLength: 4 }),
  threshold: optional(percent, 2),
  locality,
  assignment: fc.record(
    {
      overprovisioning_factor: fc.constantFrom(100, 140, 200),
      weighted_priority_health: fc.boolean(),
      drop_overloads: fc.constantFrom<object[]>([], [], [], [{ category: 'd', drop_percentage: { numerator: 30 } }]),
    },
    { requiredKeys: [] },
  ),
  subsets: optional(subsets),
  breakers: optional(fc.uniqueArray(breaker, { minLength: 1, maxLength: 2, selector: (one) => one.priority }), 8),
  routes: fc.array(fc.record({ match: optional(metadataMatch, 2), priority: optional(fc.constant('HIGH'), 5), hashed: fc.boolean() }), {
    minLength: 2,
    maxLength: 3,
  }),
})
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never

/** Priorities without gaps: Envoy wants them so. */
function priorities(groups: Value['groups']): number[] {
  const used = [...new Set(groups.map((one) => one.priority))].sort((a, b) => a - b)
  return groups.map((one) => used.indexOf(one.priority))
}

/** STRICT_DNS keeps one locality for each group and knows no health by EDS. */
function assignment(value: Value, cluster_name: string): object {
  const levels = priorities(value.groups)
  let next = 0
  const endpoints = value.groups.flatMap(({ zone, weight, hosts }, at) => {
    const lb_endpoints = hosts.flatMap(({ health, weight: own, metadata }) => {
      if (next >= UPSTREAMS) return []
      next += 1
      return [
        {
          endpoint: { address: socketAddress(upstream(next - 1)) },
          health_status: health,
          ...(own === undefined ? {} : { load_balancing_weight: own }),
          metadata: { filter_metadata: { 'envoy.lb': metadata } },
        },
      ]
    })
    // Two groups of one zone and priority are refused.
    return [
      {
        locality: { region: 'r1', zone, sub_zone: `g${at}` },
        priority: levels[at],
        ...(weight === undefined ? {} : { load_balancing_weight: weight }),
        lb_endpoints,
      },
    ]
  })
  const { overprovisioning_factor } = value.assignment
  // Envoy's dump tells nothing else of a policy that came by EDS.
  const policy = value.type === 'EDS' ? { overprovisioning_factor } : value.assignment
  return { cluster_name, endpoints, policy }
}

function clusterOf(value: Value, slot: Slot): object {
  const name = slot.name('lb')
  const load_assignment = assignment(value, name)
  const file = () =>
    slot.file('eds', [{ '@type': 'type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment', ...load_assignment }])
  const source =
    value.type === 'EDS'
      ? { eds_cluster_config: { eds_config: { path_config_source: { path: file() }, resource_api_version: 'V3' } } }
      : { load_assignment }
  return {
    name,
    type: value.type,
    connect_timeout: '2s',
    lb_policy: value.policy,
    common_lb_config: { ...value.locality, ...(value.threshold === undefined ? {} : { healthy_panic_threshold: value.threshold }) },
    ...(value.subsets === undefined ? {} : { lb_subset_config: value.subsets }),
    ...(value.breakers === undefined ? {} : { circuit_breakers: { thresholds: value.breakers } }),
    ...source,
  }
}

function build(value: Value, slot: Slot): Built {
  const routes = value.routes.map(({ match, priority, hashed }, index) => ({
    name: slot.name(`route-${index}`),
    match: { path: `/${index}` },
    route: {
      cluster: slot.name('lb'),
      ...(match === undefined ? {} : { metadata_match: { filter_metadata: { 'envoy.lb': match } } }),
      ...(priority === undefined ? {} : { priority }),
      ...(hashed ? { hash_policy: [{ header: { header_name: 'x-user' } }] } : {}),
    },
  }))
  return {
    listeners: [httpListener(slot.name('web'), slot.port(0), { virtual_hosts: [{ name: 'all', domains: ['*'], routes }] })],
    clusters: [clusterOf(value, slot)],
    probes: routes.map((_, index) => ({
      port: slot.port(0),
      request: { method: 'GET', path: `/${index}`, host: 'a.test', headers: [['x-user', 'u']] },
      times: 6,
    })),
  }
}

export const LOAD_BALANCING: Family<Value> = { name: 'load balancing, health, priorities, subsets, circuit breakers', arbitrary, build }
