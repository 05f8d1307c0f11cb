import { describe, expect, test } from 'vitest'
import { regexMatches } from '@/lib/envoy/evaluate/match/regex'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import { endsOf } from '@/lib/envoy/evaluate/tree'
import { parseClusters } from '@/lib/envoy/parse/clusters'
import { parseConfigDump } from '@/lib/envoy/parse/config-dump'
import { dumpText, httpListener, plain, request, socketAddress, staticCluster, TCP } from '@/lib/envoy/testing/dump'

const MANY = 100_000
/** Processor time. What runs away takes minutes; a busy machine triples what a quiet one takes. That nothing stalls for 100 ms is the bench's to say. */
const STALL_MS = 400

const many = (count: number, make: (index: number) => object) => Array.from({ length: count }, (_, index) => make(index))
const hosts = (...routes: object[]) => ({ name: 'r', virtual_hosts: [{ name: 'v', domains: ['*'], routes }] })
const toA = { match: { prefix: '/' }, route: { cluster: 'a' } }
const ip = (index: number) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`
const typed = (type: string, config: object) => ({
  name: 'f',
  typed_config: { '@type': `x/envoy.extensions.filters.http.${type}`, ...config },
})

/** Processor time of answering a dump's second question, and how it ends; the first one also reads what is asked for. */
function asked(parts: Parameters<typeof dumpText>[0], path = '/none'): { ms: number; ends: string[] } {
  const clusters = parts.clusters ?? [staticCluster('a', ['10.1.0.1:80'])]
  const state = { dump: parseConfigDump(dumpText({ ...parts, clusters })), clusters: parseClusters('{}') }
  evaluateProxy(state, plain(request(path)))
  const start = process.cpuUsage()
  const tree = evaluateProxy(state, plain(request(path)))
  const { user } = process.cpuUsage(start)
  return { ms: user / 1000, ends: [...new Set(endsOf(tree).map((end) => end.kind))] }
}

const web = (routes: object, filters: object[] = []) => ({ listeners: [httpListener(routes, filters)] })
const endpoint = (index: number) => ({ endpoint: { address: socketAddress(ip(index), 80) }, health_status: 'UNHEALTHY' })
const policy = { permissions: [{ header: { name: 'x', string_match: { exact: 'y' } } }], principals: [{ any: true }] }

describe('too much of something is said to be so, and stalls nothing', () => {
  test.each<[string, Parameters<typeof dumpText>[0]]>([
    ['routes', web(hosts(...many(MANY, (at) => ({ match: { prefix: `/p${at}` }, route: { cluster: 'a' } }))))],
    ['expressions', web(hosts(...many(20_000, (at) => ({ match: { safe_regex: { regex: `/p${at}(a|b)+` } }, route: { cluster: 'a' } }))))],
    [
      'weights',
      web(hosts({ match: { prefix: '/' }, route: { weighted_clusters: { clusters: many(MANY, () => ({ name: 'a', weight: 1 })) } } })),
    ],
    [
      'endpoints',
      {
        ...web(hosts(toA)),
        clusters: [
          staticCluster(
            'a',
            Array.from({ length: MANY }, (_, at) => `${ip(at)}:80`),
          ),
        ],
      },
    ],
    [
      'filters',
      web(
        hosts(toA),
        many(5_000, () => typed('lua.v3.Lua', {})),
      ),
    ],
    [
      'forks',
      web(
        hosts(toA),
        many(30, () => typed('fault.v3.HTTPFault', { delay: { fixed_delay: '1s', percentage: { numerator: 50 } } })),
      ),
    ],
    [
      'filter chains',
      {
        listeners: [
          {
            ...{ name: 'l', address: socketAddress('0.0.0.0', 8080) },
            filter_chains: many(20_000, (at) => ({
              filter_chain_match: { destination_port: at },
              filters: [{ name: 't', typed_config: { '@type': TCP } }],
            })),
          },
        ],
      },
    ],
    ['listeners', { listeners: many(MANY, (at) => ({ name: `l${at}`, address: socketAddress('10.0.0.1', at), filter_chains: [] })) }],
  ])('%s', (_, parts) => {
    const { ms, ends } = asked(parts)
    expect(ends).toContain('unknown')
    expect(ms).toBeLessThan(STALL_MS)
  })
})

describe('much of what may be much is answered in time', () => {
  test('virtual hosts', () => {
    const virtual_hosts = [
      ...many(MANY, (at) => ({ name: `v${at}`, domains: [`h${at}.example`], routes: [] })),
      { name: 'all', domains: ['*'], routes: [toA] },
    ]
    const routes = [{ name: 'r', virtual_hosts }]
    const listener = httpListener({}, [], { route_config: undefined, rds: { route_config_name: 'r' } })
    const { ms, ends } = asked({ listeners: [listener], routes })
    expect(ends).toEqual(['upstream'])
    expect(ms).toBeLessThan(STALL_MS)
  })
  test('policies go both ways', () => {
    const policies = Object.fromEntries(many(20_000, () => policy).map((one, at) => [`p${at}`, one]))
    const { ms, ends } = asked(web(hosts(toA), [typed('rbac.v3.RBAC', { rules: { policies } })]))
    expect(ends).toEqual(['upstream', 'answered'])
    expect(ms).toBeLessThan(STALL_MS)
  })
  test('priorities and localities', () => {
    const groups = many(1_500, (at) => ({
      priority: at % 100,
      locality: { zone: `z${at}` },
      load_balancing_weight: 1,
      lb_endpoints: [endpoint(at)],
    }))
    const cluster = {
      name: 'a',
      type: 'STATIC',
      common_lb_config: { locality_weighted_lb_config: {} },
      load_assignment: { endpoints: groups },
    }
    const { ms, ends } = asked({ ...web(hosts(toA)), clusters: [cluster] })
    expect(ends).toEqual(['upstream'])
    expect(ms).toBeLessThan(STALL_MS)
  })
})

describe('regular expressions', () => {
  const text = `/${'a'.repeat(30_000)}`
  test.each([
    '(a*)*b',
    '(x+x+)+y',
    '((a{1,100}){1,100}){1,100}',
    `(${'a?'.repeat(2_000)}){50}`,
    '(a|b|c|d|e|f|g)*'.repeat(500),
    '(((((a*)*)*)*)*)*$',
  ])('no bomb: %s', (regex) => {
    const start = process.cpuUsage()
    expect([false, null]).toContain(regexMatches(regex, text))
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(STALL_MS)
  })
})

test('names of every object’s own are names like others, and deep nesting ends nothing', () => {
  const odd = JSON.parse(
    '{"__proto__":{"permissions":[{"any":true}],"principals":[{"any":true}]},"constructor":{},"toString":{}}',
  ) as object
  expect(asked(web(hosts(toA), [typed('rbac.v3.RBAC', { rules: { action: 'DENY', policies: odd } })])).ends).toEqual(['answered'])
  let deep: object = { any: true }
  for (let level = 0; level < 1_500; level += 1) deep = { not_rule: deep }
  const nested = { p: { permissions: [deep], principals: [{ any: true }] } }
  expect(asked(web(hosts(toA), [typed('rbac.v3.RBAC', { rules: { policies: nested } })])).ends).toEqual(['upstream', 'answered'])
  let value: object = {}
  for (let level = 0; level < 1_500; level += 1) value = { a: value }
  const metadata_match = { filter_metadata: { 'envoy.lb': { v: value } } }
  const cluster = staticCluster('a', ['10.1.0.1:80'], { lb_subset_config: { subset_selectors: [{ keys: ['v'] }] } })
  expect(asked({ ...web(hosts({ match: { prefix: '/' }, route: { cluster: 'a', metadata_match } })), clusters: [cluster] }).ends).toEqual([
    'answered',
  ])
})
