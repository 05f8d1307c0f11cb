import { describe, expect, test } from 'vitest'
import { readCluster } from '@/lib/envoy/config/cluster'
import type { Host } from '@/lib/envoy/config/hosts'
import { subsetPools } from '@/lib/envoy/evaluate/subset'
import { JsonNode } from '@/lib/envoy/parse/json-node'

function host(ip: string, metadata: object): Host {
  const base = { hostname: null, weight: 1, priority: 0, locality: '', localityWeight: null, failed: [], degraded: false, excluded: false }
  const node = new JsonNode({ 'envoy.lb': metadata }, '')
  return { ...base, address: { kind: 'socket', ip, port: 80 }, metadata: node, active: null, file: 'clusters', pointer: '' }
}

const HOSTS = [
  host('a', { version: 'v1', stage: 'prod' }),
  host('b', { version: 'v2', stage: 'prod' }),
  host('c', { version: ['v1', 'v3'] }),
]

/** The first hosts of each pool, as letters. */
function pools(config: object, ...wanted: object[]): string[] {
  const node = new JsonNode({ name: 'c', lb_subset_config: config }, '')
  const cluster = readCluster({ name: 'c', origin: 'static', state: 'active', node, lastUpdated: null, version: null })
  const metadata = wanted.map((one) => new JsonNode({ filter_metadata: { 'envoy.lb': one } }, ''))
  return subsetPools(cluster, HOSTS, metadata).map(({ hosts }) =>
    hosts.map((one) => (one.address.kind === 'socket' ? one.address.ip : '')).join(''),
  )
}

const by = (...keys: string[]) => ({ keys })

describe('subsets', () => {
  test('need a selector of just those keys; else the fallback counts', () => {
    expect(pools({ subset_selectors: [by('version')] }, { version: 'v2' })).toEqual(['b'])
    expect(pools({ subset_selectors: [by('version', 'stage')] }, { version: 'v2' })).toEqual([''])
    expect(pools({ subset_selectors: [by('version')], fallback_policy: 'ANY_ENDPOINT' }, { version: 'v9' })).toEqual(['abc'])
    expect(pools({ subset_selectors: [by('version')], fallback_policy: 'DEFAULT_SUBSET', default_subset: { stage: 'prod' } })).toEqual([
      'ab',
    ])
  })
  test('without selectors there is no subset load balancer, whatever the fallback', () => {
    expect(pools({ fallback_policy: 'DEFAULT_SUBSET', default_subset: { version: 'v9' } })).toEqual(['abc'])
  })
  test('a selector’s own fallback goes before, and is lost behind an earlier selector that goes on from its keys', () => {
    const any = { ...by('stage'), fallback_policy: 'ANY_ENDPOINT' }
    expect(pools({ subset_selectors: [any, by('stage', 'version')] }, { stage: 'x' })).toEqual(['abc'])
    expect(pools({ subset_selectors: [by('stage', 'version'), any] }, { stage: 'x' })).toEqual([''])
    const keys = { ...by('stage', 'version'), fallback_policy: 'KEYS_SUBSET', fallback_keys_subset: ['stage'] }
    expect(pools({ subset_selectors: [keys, by('stage')] }, { stage: 'prod', version: 'v9' })).toEqual(['ab'])
  })
  test('panic_mode_any offers all hosts after the fallback', () => {
    expect(
      pools({ subset_selectors: [by('x')], fallback_policy: 'DEFAULT_SUBSET', default_subset: { version: 'v9' }, panic_mode_any: true }),
    ).toEqual(['', 'abc'])
  })
  test('lists stand for any of their values where the cluster says so; a weighted cluster’s metadata goes before its route’s', () => {
    expect(pools({ subset_selectors: [by('version')], list_as_any: true }, { version: 'v1' })).toEqual(['ac'])
    expect(pools({ subset_selectors: [by('version')] }, { version: 'v1' }, { version: 'v2' })).toEqual(['b'])
    expect(pools({ subset_selectors: [by('version')], allow_redundant_keys: true }, { version: 'v2', more: 'x' })).toEqual(['b'])
  })
})
