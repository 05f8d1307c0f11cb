import fc from 'fast-check'
import { requestHeaders, requestPath, routeMatch } from '@/oracle/envoy/families/matchers'
import { DOMAINS, HOSTS, optional, word } from '@/oracle/envoy/families/words'
import { upstream } from '@/oracle/envoy/loopback'
import { httpListener, staticCluster } from '@/oracle/envoy/resources'
import type { Built, Family, Slot } from '@/oracle/envoy/scenario'

const CLUSTERS = ['one', 'two', 'three']
/** Where a configuration has anything random, so that a way that is not expected is found. */
const TRIES = 3

/** Headers by which an internal client steers Envoy, and which it takes from others. */
const STEERING = ['x-envoy-max-retries', 'x-envoy-upstream-alt-stat-name', 'x-envoy-downstream-service-cluster', 'x-envoy-original-url']

const cluster = word([...CLUSTERS, 'missing'])
const rewrite = fc.record(
  {
    prefix_rewrite: word(['/new', '/', '/n/']),
    host_rewrite_literal: word(['new.test', 'other.org:81']),
    timeout: word(['0s', '3s']),
  },
  { requiredKeys: [] },
)
const regexRewrite = fc.constantFrom(
  { regex_rewrite: { pattern: { regex: '^/a/(.*)$' }, substitution: '/\\1/a' } },
  { regex_rewrite: { pattern: { regex: '[a-z]' }, substitution: 'z' } },
  { regex_rewrite: { pattern: { regex: 'nothing' }, substitution: '$1' } },
  { host_rewrite_header: 'x-src' },
  { host_rewrite_path_regex: { pattern: { regex: '^/(.+)/.+$' }, substitution: '\\1.test' } },
)
const target = fc.oneof(
  { arbitrary: cluster.map((name) => ({ cluster: name })), weight: 4 },
  fc.uniqueArray(word(CLUSTERS), { minLength: 1, maxLength: 3 }).chain((names) =>
    fc.tuple(...names.map(() => fc.constantFrom(0, 10, 30, 60))).map((weights) => ({
      weighted_clusters: { clusters: names.map((name, at) => ({ name, weight: at === 0 ? (weights[at] ?? 0) + 10 : (weights[at] ?? 0) })) },
    })),
  ),
  fc.constant({ cluster_header: 'x-cluster' }),
)
const notFound = optional(word(['SERVICE_UNAVAILABLE', 'NOT_FOUND', 'INTERNAL_SERVER_ERROR'])).map((code) =>
  code === undefined ? {} : { cluster_not_found_response_code: code },
)
const headerChanges = fc.record(
  {
    request_headers_to_add: fc.array(
      fc.record(
        {
          header: fc.record({
            key: word(['x-a', 'x-added', 'x-b']),
            value: word([
              'new',
              'other',
              '%REQ(x-src)%',
              '%REQ(x-none?x-src)%',
              '%PROTOCOL%',
              '50%%',
              '%REQ(:PATH):3%',
              '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%',
            ]),
          }),
          append_action: word(['APPEND_IF_EXISTS_OR_ADD', 'ADD_IF_ABSENT', 'OVERWRITE_IF_EXISTS_OR_ADD', 'OVERWRITE_IF_EXISTS']),
        },
        { requiredKeys: ['header'] },
      ),
      { maxLength: 2 },
    ),
    request_headers_to_remove: fc.array(word(['x-a', 'x-n']), { maxLength: 1 }),
  },
  { requiredKeys: [] },
)
const action = fc.oneof(
  {
    arbitrary: fc
      .tuple(target, fc.oneof({ arbitrary: rewrite, weight: 3 }, regexRewrite), notFound)
      .map(([to, change, missing]) => ({ route: { ...to, ...change, ...missing } })),
    weight: 5,
  },
  fc
    .record(
      {
        response_code: word(['MOVED_PERMANENTLY', 'FOUND', 'SEE_OTHER', 'TEMPORARY_REDIRECT', 'PERMANENT_REDIRECT']),
        host_redirect: fc.constant('to.test'),
        https_redirect: fc.constant(true),
        port_redirect: fc.constantFrom(80, 8443),
        strip_query: fc.boolean(),
        path: fc.constantFrom<object>(
          { path_redirect: '/to' },
          { path_redirect: 'to?x=2' },
          { prefix_rewrite: '/new' },
          { regex_rewrite: { pattern: { regex: '^/a/(.*)$' }, substitution: '/\\1/a' } },
        ),
      },
      { requiredKeys: [] },
    )
    .map(({ path, ...redirect }) => ({ redirect: { ...redirect, ...path } })),
  fc.constantFrom(200, 204, 404, 503).map((status) => ({ direct_response: { status } })),
)
const route = fc.record({ match: routeMatch, action, changes: optional(headerChanges), named: fc.boolean() })
const virtualHosts = fc.shuffledSubarray(DOMAINS, { minLength: 1, maxLength: 7 }).chain((domains) =>
  fc.tuple(
    fc.constant(domains),
    fc.array(fc.integer({ min: 0, max: 2 }), { minLength: domains.length, maxLength: domains.length }),
    fc.array(
      fc.record({
        routes: fc.array(route, { maxLength: 4 }),
        require_tls: optional(word(['NONE', 'ALL', 'EXTERNAL_ONLY']), 9),
        changes: optional(headerChanges, 5),
      }),
      {
        minLength: 3,
        maxLength: 3,
      },
    ),
  ),
)
const config = fc.record(
  {
    ignore_port_in_host_matching: fc.boolean(),
    ignore_path_parameters_in_path_matching: fc.boolean(),
    most_specific_header_mutations_wins: fc.boolean(),
  },
  { requiredKeys: [] },
)
const manager = fc.record(
  {
    normalize_path: fc.boolean(),
    merge_slashes: fc.boolean(),
    path_with_escaped_slashes_action: word(['KEEP_UNCHANGED', 'REJECT_REQUEST', 'UNESCAPE_AND_REDIRECT', 'UNESCAPE_AND_FORWARD']),
    stripping: fc.constantFrom({ strip_any_host_port: true }, { strip_matching_host_port: true }, {}),
    strip_trailing_host_dot: fc.boolean(),
    use_remote_address: fc.boolean(),
  },
  { requiredKeys: [] },
)
const request = fc.record({
  method: word(['GET', 'GET', 'POST', 'HEAD', 'OPTIONS']),
  path: requestPath,
  host: word(HOSTS),
  headers: fc.tuple(requestHeaders, optional(word([...CLUSTERS, 'missing', ''])), optional(word(['src'])), optional(word(STEERING), 2)),
})

const arbitrary = fc.record({ virtualHosts, config, manager, requests: fc.array(request, { minLength: 12, maxLength: 12 }) })
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never

function hasChance(value: Value): boolean {
  return JSON.stringify(value.virtualHosts).match(/runtime_fraction":\{|weighted_clusters/) !== null
}

/** Cluster names in a route belong to the slot; in a header they are given as they stand in the configuration. */
function named(slot: Slot, value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, item: unknown) =>
    (key === 'cluster' || key === 'name') && typeof item === 'string' && [...CLUSTERS, 'missing'].includes(item) ? slot.name(item) : item,
  )
}

const header = (name: string, value: string): [string, string] => [name, value]

function build(value: Value, slot: Slot): Built {
  const [domains, places, hosts] = value.virtualHosts
  const virtual_hosts = hosts.flatMap(({ routes, require_tls, changes }, at) => {
    const own = domains.filter((_, index) => places[index] === at)
    if (own.length === 0) return []
    return [
      {
        name: slot.name(`host-${at}`),
        domains: own,
        require_tls,
        ...changes,
        routes: routes.map((one, index) => ({
          ...(one.named ? { name: slot.name(`route-${at}-${index}`) } : {}),
          match: one.match,
          ...one.action,
          ...one.changes,
        })),
      },
    ]
  })
  const { stripping, ...rest } = value.manager
  const routes = named(slot, { virtual_hosts, ...value.config }) as object
  const times = hasChance(value) ? TRIES : 1
  return {
    listeners: [httpListener(slot.name('web'), slot.port(0), routes, [], { ...rest, ...stripping })],
    clusters: CLUSTERS.map((name, index) => staticCluster(slot.name(name), [upstream(index)])),
    probes: value.requests.map(({ headers: [headers, wanted, source, steering], ...one }) => ({
      port: slot.port(0),
      times,
      request: {
        ...one,
        headers: [
          ...headers,
          ...(wanted === undefined ? [] : [header('x-cluster', slot.name(wanted))]),
          ...(source === undefined ? [] : [header('x-src', source)]),
          ...(steering === undefined ? [] : [header(steering, '2')]),
        ],
      },
    })),
  }
}

export const HTTP_ROUTES: Family<Value> = { name: 'HTTP routes', arbitrary, build }
