import { describe, expect, test } from 'vitest'
import { readCluster } from '@/lib/envoy/config/cluster'
import type { Host } from '@/lib/envoy/config/hosts'
import { balance } from '@/lib/envoy/evaluate/balance'
import { JsonNode } from '@/lib/envoy/parse/json-node'

function cluster(fields: object = {}) {
  const node = new JsonNode({ name: 'c', type: 'EDS', ...fields }, '')
  return readCluster({ name: 'c', origin: 'dynamic', state: 'active', node, lastUpdated: null, version: null })
}

function host(ip: string, more: Partial<Host> = {}): Host {
  const base = { hostname: null, weight: 1, priority: 0, locality: '', localityWeight: null, failed: [], degraded: false, excluded: false }
  return {
    ...base,
    active: null,
    address: { kind: 'socket', ip, port: 80 },
    metadata: new JsonNode(undefined, ''),
    file: 'clusters',
    pointer: '',
    ...more,
  }
}

const bad = { failed: ['ejected'] }

const rules = (fields: object) => ({ overprovisioning: 140, weightedPriorityHealth: false, panicThreshold: cluster(fields).panicThreshold })

function shares(fields: object, hosts: Host[]): [string, number | null][] {
  return balance(cluster(fields), { hosts, localityWeights: true }, rules(fields)).shares.map(({ host: one, probability }) => [
    one.address.kind === 'socket' ? one.address.ip : '',
    probability === null ? null : Number(probability.toFixed(4)),
  ])
}

describe('balance', () => {
  test('equal hosts share equally, weights otherwise, RANDOM ignores them', () => {
    expect(shares({}, [host('a'), host('b')])).toEqual([
      ['a', 0.5],
      ['b', 0.5],
    ])
    expect(shares({}, [host('a', { weight: 3 }), host('b')])).toEqual([
      ['a', 0.75],
      ['b', 0.25],
    ])
    expect(shares({ lb_policy: 'RANDOM' }, [host('a', { weight: 3 }), host('b')])).toEqual([
      ['a', 0.5],
      ['b', 0.5],
    ])
    expect(shares({ lb_policy: 'RING_HASH' }, [host('a'), host('b')])).toEqual([
      ['a', null],
      ['b', null],
    ])
  })
  test('unhealthy hosts are left out, until too few are left: then all are used', () => {
    expect(shares({}, [host('a'), host('b'), host('c', bad)])).toEqual([
      ['a', 0.5],
      ['b', 0.5],
    ])
    expect(shares({}, [host('a'), host('b', bad), host('c', bad)]).length).toBe(3)
    expect(balance(cluster(), { hosts: [host('a', bad)], localityWeights: true }, rules({})).panic).toBe(true)
    expect(shares({ common_lb_config: { healthy_panic_threshold: {} } }, [host('a', bad)])).toEqual([])
    expect(shares({}, [])).toEqual([])
  })
  test('a lower priority takes what the higher one cannot carry', () => {
    const hosts = [host('a'), host('b', bad), host('c', { priority: 1 })]
    expect(shares({}, hosts)).toEqual([
      ['a', 0.7],
      ['c', 0.3],
    ])
    expect(shares({}, [host('a'), host('b', { priority: 1 })])).toEqual([['a', 1]])
    expect(shares({}, [host('a', bad), host('b', { priority: 1 })])).toEqual([['b', 1]])
  })
  test('locality weights come first', () => {
    const near = { locality: 'z1', localityWeight: 80 }
    const far = { locality: 'z2', localityWeight: 20 }
    const hosts = [host('a', near), host('b', near), host('c', far)]
    expect(shares({ common_lb_config: { locality_weighted_lb_config: {} } }, hosts)).toEqual([
      ['a', 0.4],
      ['b', 0.4],
      ['c', 0.2],
    ])
  })
  test('draining hosts count neither for nor against the health of their priority', () => {
    const hosts = [host('a'), host('b', { ...bad, excluded: true }), host('c', { priority: 1 })]
    expect(shares({}, hosts)).toEqual([['a', 1]])
  })
  test('degraded hosts take what healthy ones cannot carry, in whole percents, the rest of rounding to the first', () => {
    const hosts = [
      host('a'),
      host('b', bad),
      host('c', bad),
      host('d', { priority: 1, degraded: true }),
      host('e', { ...bad, priority: 1 }),
    ]
    expect(shares({}, hosts)).toEqual([
      ['a', 0.46],
      ['d', 0.54],
    ])
  })
  test('all priorities in panic share by the number of their hosts', () => {
    const hosts = [host('a', bad), host('b', { ...bad, priority: 1 }), host('c', { ...bad, priority: 1 })]
    expect(shares({}, hosts)).toEqual([
      ['a', 0.34],
      ['b', 0.33],
      ['c', 0.33],
    ])
  })
  test('with fail_traffic_on_panic the part of a priority in panic fails', () => {
    const fields = { common_lb_config: { healthy_panic_threshold: { value: 30 }, zone_aware_lb_config: { fail_traffic_on_panic: true } } }
    const second = [host('e', { priority: 1 }), host('f', { ...bad, priority: 1 }), host('g', { ...bad, priority: 1 })]
    const hosts = [host('a'), host('b', bad), host('c', bad), host('d', bad), ...second]
    const balanced = balance(cluster(fields), { hosts, localityWeights: true }, rules(fields))
    expect(balanced.failing).toBeCloseTo(0.44, 10)
    expect(balanced.shares.map((share) => share.probability)).toEqual([0.56])
  })
  test('rings and tables hold healthy hosts only, and a subset may know nothing of locality weights', () => {
    expect(shares({ lb_policy: 'MAGLEV' }, [host('a', { degraded: true }), host('b', { degraded: true })])).toEqual([])
    const weighted = { common_lb_config: { locality_weighted_lb_config: {} } }
    const hosts = [host('a', { locality: 'z1', localityWeight: 1 }), host('b', { locality: 'z2', localityWeight: 3 })]
    const share = (localityWeights: boolean) =>
      balance(cluster(weighted), { hosts, localityWeights }, rules(weighted)).shares[0]?.probability
    expect([share(true), share(false)]).toEqual([0.25, 0.5])
  })
  test('weights of hosts in slow start are not known', () => {
    expect(shares({ round_robin_lb_config: { slow_start_config: {} } }, [host('a'), host('b')])).toEqual([
      ['a', null],
      ['b', null],
    ])
  })
})
