import { describe, expect, test } from 'vitest'
import { parseAccessLine } from '@/lib/envoy/access-log/parse'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import { endsOf } from '@/lib/envoy/evaluate/tree'
import { parseClusters } from '@/lib/envoy/parse/clusters'
import { parseConfigDump } from '@/lib/envoy/parse/config-dump'
import { dumpText, HCM, httpListener, plain, request, socketAddress, staticCluster } from '@/lib/envoy/testing/dump'
import fc from '@/lib/testing/fast-check'

const FIELDS = [
  'name',
  'match',
  'route',
  'cluster',
  'weighted_clusters',
  'clusters',
  'weight',
  'filter_chain_match',
  'server_names',
  'filters',
  'typed_config',
  'virtual_hosts',
  'domains',
  'routes',
  'prefix',
  'safe_regex',
  'regex',
  'headers',
  'string_match',
  'exact',
  'rules',
  'policies',
  'permissions',
  '@type',
  '__proto__',
]
const strange = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom<unknown>(null, true, 0, -1, '', '*', 'a', '(', HCM),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...FIELDS), tie('value'), { maxKeys: 6 }),
  ),
})).value

/** Every path through the tree ends somewhere. */
function evaluated(text: string): number {
  const state = { dump: parseConfigDump(text), clusters: parseClusters('{}') }
  return endsOf(evaluateProxy(state, plain(request('/a?b')))).length
}

describe('nothing that a dump says makes it throw', () => {
  test('strange filter chains', () => {
    fc.assert(
      fc.property(strange, (value) => {
        const listener = { name: 'l', address: socketAddress('0.0.0.0', 8080), filter_chains: [value], listener_filters: value }
        expect(evaluated(dumpText({ listeners: [listener] }))).toBeGreaterThan(0)
      }),
    )
  })

  test('strange routes, clusters and filters', () => {
    fc.assert(
      fc.property(strange, strange, strange, (routes, cluster, filter) => {
        const config = {
          virtual_hosts: [{ name: 'v', domains: ['*'], routes: [routes, { match: { prefix: '/' }, route: { cluster: 'a' } }] }],
        }
        const listener = httpListener(config, [
          { name: 'f', typed_config: { '@type': 'x/envoy.extensions.filters.http.rbac.v3.RBAC', rules: filter } },
        ])
        const clusters = [
          {
            ...staticCluster('a', ['10.0.0.2:80']),
            common_lb_config: cluster,
            transport_socket_matches: cluster,
            circuit_breakers: cluster,
          },
        ]
        expect(evaluated(dumpText({ listeners: [listener], clusters }))).toBeGreaterThan(0)
      }),
    )
  })

  test('strange log lines', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const line = parseAccessLine(`[2026-01-01T00:00:00.000Z] "GET ${a} HTTP/1.1" 200 - ${b}`)
        expect(line === null || line.status === 200).toBe(true)
      }),
    )
  })
})
