import fc from 'fast-check'
import { optional, word } from '@/oracle/envoy/families/words'
import { http2Upstream, upstream } from '@/oracle/envoy/loopback'
import { httpManager, listener, staticCluster, tcpProxy } from '@/oracle/envoy/resources'
import type { Built, Family, Probe, Slot } from '@/oracle/envoy/scenario'

/** How long a probe waits for a connection at most, where connections are limited: longer than an upstream takes on a busy machine. */
const PATIENCE = '1s'

const arbitrary = fc.record({
  via: word(['http', 'http', 'http', 'http2', 'tcp']),
  connections: optional(fc.integer({ min: 0, max: 3 }), 2),
  requests: optional(fc.integer({ min: 0, max: 3 }), 2),
  pending: optional(fc.integer({ min: 0, max: 2 }), 3),
  perHost: optional(fc.integer({ min: 1, max: 2 }), 4),
  hosts: fc.constantFrom(1, 1, 2),
  high: fc.boolean(),
  held: fc.integer({ min: 0, max: 4 }),
})
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never

/** One pool of one host, as far as the breakers ask it: what the next request gets, by the flag of its access line. */
class Pool {
  private idle = 0
  private open = 0
  private active = 0
  private waiting = 0

  constructor(private readonly value: Value) {}

  take(): 'UO' | 'URX' | 'UT' | '-' {
    const { via, connections = 1024, requests = 1024, pending = 1024, perHost = 1024 } = this.value
    if (via === 'tcp') {
      if (this.open >= connections) return 'UO'
      if (pending === 0) return 'URX'
      this.open += 1
      return '-'
    }
    const shared = via === 'http2' && this.open > 0
    if (this.idle === 0 && !shared) {
      if (this.waiting >= pending) return 'UO'
      if (this.open > 0 && this.open >= Math.min(connections, perHost)) {
        this.waiting += 1
        return 'UT'
      }
      this.open += 1
      this.idle += 1
    }
    if (this.active >= requests) return 'UO'
    this.active += 1
    if (!shared) this.idle -= 1
    return '-'
  }
}

function build(value: Value, slot: Slot): Built {
  const { via, connections, requests, pending, perHost, high, held } = value
  // Else the probes themselves reach the limit, after the dump was read: one host's idle connections count against the other's.
  const hosts = connections !== undefined && held < connections ? 1 : value.hosts
  const mayWait = connections !== undefined || perHost !== undefined
  const limits = {
    ...(connections === undefined ? {} : { max_connections: connections }),
    ...(pending === undefined ? {} : { max_pending_requests: pending }),
    ...(requests === undefined ? {} : { max_requests: requests }),
  }
  const cluster = staticCluster(
    slot.name('up'),
    [0, 1].slice(0, hosts).map((index) => (via === 'http2' ? http2Upstream(index) : upstream(index))),
    {
      circuit_breakers: {
        thresholds: [limits, ...(high ? [{ ...limits, priority: 'HIGH' }] : [])],
        // tcp_proxy would wait for ever.
        ...(perHost === undefined || via === 'tcp' ? {} : { per_host_thresholds: [{ max_connections: perHost }] }),
      },
      ...(via === 'http2' ? { http2_protocol_options: {} } : {}),
    },
  )
  const route = (name: string, fields: object) => ({
    ...{ name: slot.name(name), match: { path: `/${name}` } },
    route: { cluster: slot.name('up'), ...fields },
  })
  const routes = [
    route('held', { timeout: '0s' }),
    route('high', { priority: 'HIGH' }),
    route('usual', mayWait ? { timeout: PATIENCE } : {}),
  ]
  const filter =
    via === 'tcp'
      ? tcpProxy({ cluster: slot.name('up') })
      : httpManager({ route_config: { name: slot.name('routes'), virtual_hosts: [{ name: 'all', domains: ['*'], routes }] } })
  const ask = (path: string, times: number, more: Partial<Probe> = {}): Probe => ({
    ...{ port: slot.port(0), request: { method: 'GET', path, host: 'a.test', headers: [] }, times },
    ...more,
  })
  const pool = new Pool(value)
  for (let at = 0; at < held; at += 1) pool.take()
  // Which of two hosts a request goes to is the balancer's choice.
  const sees = hosts === 1 ? { sees: pool.take() } : {}
  return {
    listeners: [listener(slot.name('web'), slot.port(0), { filter_chains: [{ filters: [filter] }] })],
    clusters: [cluster],
    held: Array.from({ length: held }, () => ask('/held', 1)),
    probes: [ask('/usual', 3, sees), ask('/high', 4), ask('/usual', 4, { released: true })],
  }
}

export const BREAKERS_UNDER_LOAD: Family<Value> = { name: 'circuit breakers while requests are held at the upstream', arbitrary, build }
