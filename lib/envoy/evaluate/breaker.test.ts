import { describe, expect, test } from 'vitest'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import { endsOf } from '@/lib/envoy/evaluate/tree'
import { HCM, plain, ROUTER, request, socketAddress, stateOf, staticCluster, TCP } from '@/lib/envoy/testing/dump'

const HTTP2 = { http2_protocol_options: {} }

interface Load {
  connections?: number
  requests?: number
}

/** clusters.json of the cluster `up`, whose hosts are this loaded; Envoy leaves a gauge of 0 without value. */
function observed(...hosts: Load[]): object {
  const gauge = (name: string, value = 0) => (value === 0 ? { type: 'GAUGE', name } : { type: 'GAUGE', name, value: String(value) })
  const host_statuses = hosts.map(({ connections, requests }, at) => ({
    address: socketAddress(`10.1.0.${at + 1}`, 1),
    stats: [{ name: 'cx_total', value: '9' }, gauge('cx_active', connections), gauge('rq_active', requests)],
  }))
  return { cluster_statuses: [{ name: 'up', host_statuses }] }
}

function through(via: 'http' | 'tcp', limits: object, clusters: object | null, more: object = {}, action: object = {}) {
  const routes = [{ match: { prefix: '/' }, route: { cluster: 'up', ...action } }]
  const config =
    via === 'tcp'
      ? { '@type': TCP, cluster: 'up' }
      : { '@type': HCM, route_config: { virtual_hosts: [{ name: 'v', domains: ['*'], routes }] }, http_filters: [ROUTER] }
  const listener = {
    ...{ name: 'l', address: socketAddress('0.0.0.0', 8080) },
    filter_chains: [{ filters: [{ name: 'f', typed_config: config }] }],
  }
  const cluster = staticCluster('up', ['10.1.0.1:1', '10.1.0.2:1'].slice(0, hostCount(clusters)), {
    circuit_breakers: { thresholds: [limits] },
    ...more,
  })
  return { state: stateOf({ listeners: [listener], clusters: [cluster] }, clusters), downstream: plain(request('/')) }
}

function hostCount(clusters: object | null): number {
  return clusters === null ? 1 : JSON.stringify(clusters).split('host_statuses')[1]?.includes('10.1.0.2') ? 2 : 1
}

function ends(...parts: Parameters<typeof through>): string[] {
  const { state, downstream } = through(...parts)
  const found = endsOf(evaluateProxy(state, downstream))
  return found.map((end) => (end.kind === 'answered' || end.kind === 'closed' ? `${end.kind} ${end.flags}` : end.kind)).sort()
}

describe('requests at their limit', () => {
  test('503 UO, or the load has gone; below the limit, or unobserved, they go on', () => {
    expect(ends('http', { max_requests: 3 }, observed({ connections: 3, requests: 3 }))).toEqual(['answered UO', 'upstream'])
    expect(ends('http', { max_requests: 3 }, observed({ connections: 3, requests: 2 }))).toEqual(['upstream'])
    expect(ends('http', { max_requests: 3 }, null)).toEqual(['upstream'])
  })
  test('all hosts together count; tcp_proxy does not ask', () => {
    const both = observed({ connections: 1, requests: 1 }, { connections: 1, requests: 1 })
    expect(ends('http', { max_requests: 2 }, both)).toEqual(['answered UO', 'upstream', 'upstream'])
    expect(ends('tcp', { max_requests: 2 }, both)).toEqual(['upstream', 'upstream'])
  })
  test('what the statistics say of the breaker decides', () => {
    const { state, downstream } = through('http', { max_requests: 3 }, observed({ connections: 3, requests: 3 }))
    const values = new Map([['cluster.up.circuit_breakers.default.rq_open', 0]])
    expect(endsOf(evaluateProxy({ ...state, stats: { values, problems: [] } }, downstream)).map((end) => end.kind)).toEqual(['upstream'])
    values.set('cluster.up.circuit_breakers.default.rq_open', 1)
    const open = evaluateProxy({ ...state, clusters: null, stats: { values, problems: [] } }, downstream)
    expect(open.branches?.map(({ label }) => label)).toEqual(['circuit breaker open', 'goes on'])
  })
  test('stands on the cluster’s card', () => {
    const facts = (requests: number) => {
      const { state, downstream } = through('http', { max_requests: 3 }, observed({ connections: 3, requests }))
      return evaluateProxy(state, downstream).events.find((one) => one.kind === 'cluster')?.facts['active requests']
    }
    expect(facts(2)).toBe('2 of 3')
    expect(facts(3)).toBe('3 of 3, open')
  })
})

describe('connections at their limit', () => {
  const one = { max_connections: 1 }
  test('tcp_proxy closes', () => {
    expect(ends('tcp', one, observed({ connections: 1, requests: 1 }))).toEqual(['closed UO', 'upstream'])
  })
  test('an HTTP/1 request waits for a busy one; a host without any gets its first', () => {
    expect(ends('http', one, observed({ connections: 1, requests: 1 }))).toEqual(['answered UO', 'answered UT', 'upstream'])
    expect(ends('http', one, observed({ connections: 1, requests: 1 }, {}))).toEqual([
      ...['answered UO', 'answered UT', 'upstream'],
      'upstream',
    ])
    expect(ends('http', one, observed({ connections: 1, requests: 1 }), {}, { timeout: '0s' })).toEqual(['answered UO', 'upstream'])
  })
  test('HTTP/2 shares one', () => {
    expect(ends('http', one, observed({ connections: 1, requests: 1 }), HTTP2)).toEqual(['upstream'])
  })
  test('to each host', () => {
    const perHost = { circuit_breakers: { per_host_thresholds: [{ max_connections: 1 }] } }
    expect(ends('http', {}, observed({ connections: 1 }, { connections: 0 }), perHost)).toEqual([
      ...['answered UO', 'answered UT', 'upstream'],
      'upstream',
    ])
  })
})

test('none may wait: an idle connection takes it', () => {
  const none = { max_pending_requests: 0 }
  expect(ends('http', none, observed({ connections: 1, requests: 1 }))).toEqual(['answered UO'])
  expect(ends('http', none, observed({ connections: 2, requests: 1 }))).toEqual(['answered UO', 'upstream'])
})

test('tcp_proxy gives up a try that may not wait (URX), which is not its own check of connections (UO)', () => {
  expect(ends('tcp', { max_pending_requests: 0 }, observed({}))).toEqual(['closed URX'])
  expect(ends('tcp', { max_connections: 0 }, observed({}))).toEqual(['closed UO'])
  const perHost = { circuit_breakers: { per_host_thresholds: [{ max_connections: 1 }] } }
  expect(ends('tcp', {}, observed({ connections: 1 }), perHost)).toEqual(['closed URX', 'upstream'])
})
