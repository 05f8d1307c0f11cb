import fc from 'fast-check'
import { optional, word } from '@/oracle/envoy/families/words'
import { NAME_SERVER, NOBODY, UPSTREAMS, upstream } from '@/oracle/envoy/loopback'
import { upstreamName } from '@/oracle/envoy/name-server'
import { extension, httpListener, socketAddress } from '@/oracle/envoy/resources'
import type { Built, Family, Probe, Slot } from '@/oracle/envoy/scenario'

/** Longer than a run: nothing that was learned before the dump is unlearned after it. */
const FOR_GOOD = '600s'

/** Else a worker learns up to a second after /clusters what changed shortly after another change. */
const AT_ONCE = { update_merge_window: '0s' }

const host = fc.record({ checked: word(['passes', 'passes', 'refused', 'answers 503']), priority: fc.constantFrom(0, 0, 1) })
const arbitrary = fc.record({
  names: word(['STATIC', 'STRICT_DNS', 'LOGICAL_DNS']),
  hosts: fc.array(host, { minLength: 1, maxLength: 5 }),
  /** Whether Envoy checks its hosts; else it learns from answers alone. */
  checks: fc.boolean(),
  threshold: optional(fc.constantFrom(0, 30, 50, 100), 2),
  outlier: optional(fc.record({ most: fc.constantFrom(0, 10, 50, 100), gateway: fc.boolean() }), 2),
  /** Answers of 5xx before the dump is read. */
  failures: fc.integer({ min: 1, max: 6 }),
})
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never

/** A check on a port of its own, so that a host which serves can fail it. */
function healthCheckConfig(checked: string): object {
  return checked === 'refused' ? { health_check_config: { port_value: NOBODY.port } } : {}
}

function endpointsOf(value: Value): object[] {
  const used = [...new Set(value.hosts.map((one) => one.priority))].sort((a, b) => a - b)
  if (value.names === 'LOGICAL_DNS') return [named([0, 1], value)]
  if (value.names === 'STRICT_DNS') return [named([...value.hosts.keys()], value)]
  return used.map((priority, level) => ({
    priority: level,
    locality: { zone: `z${level}` },
    lb_endpoints: value.hosts.flatMap((one, index) =>
      one.priority === priority
        ? [{ endpoint: { address: socketAddress(upstream(index % UPSTREAMS)), ...healthCheckConfig(one.checked) } }]
        : [],
    ),
  }))
}

function named(indexes: number[], value: Value): object {
  const address = socketAddress({ ip: upstreamName(indexes), port: upstream(0).port })
  return { lb_endpoints: [{ endpoint: { address, ...healthCheckConfig(value.hosts[0]?.checked ?? '') } }] }
}

/** The check of a cluster whose hosts are to answer 503 asks for that; each host of STATIC has its own way to fail, by its port. */
function healthChecks(value: Value): object {
  const fails = value.hosts[0]?.checked === 'answers 503'
  return {
    timeout: '2s',
    interval: FOR_GOOD,
    no_traffic_interval: FOR_GOOD,
    healthy_threshold: 1,
    unhealthy_threshold: 1,
    http_health_check: { path: '/healthz', request_headers_to_add: fails ? [{ header: { key: 'x-answer', value: '503' } }] : [] },
  }
}

function clusterOf(value: Value, slot: Slot): object {
  const name = slot.name('learned')
  const servers = { resolvers: [socketAddress(NAME_SERVER)], dns_resolver_options: { no_default_search_domain: true } }
  const dns = {
    dns_lookup_family: 'V4_ONLY',
    typed_dns_resolver_config: extension(
      'envoy.network.dns_resolver.cares',
      'network.dns_resolver.cares.v3.CaresDnsResolverConfig',
      servers,
    ),
  }
  const { outlier } = value
  return {
    name,
    type: value.names,
    connect_timeout: '2s',
    ...(value.names === 'STATIC' ? {} : dns),
    ...(value.checks ? { health_checks: [healthChecks(value)] } : {}),
    common_lb_config: {
      ...AT_ONCE,
      ...(value.threshold === undefined ? {} : { healthy_panic_threshold: { value: value.threshold } }),
    },
    ...(outlier === undefined
      ? {}
      : {
          outlier_detection: {
            [outlier.gateway ? 'consecutive_gateway_failure' : 'consecutive_5xx']: 1,
            [outlier.gateway ? 'enforcing_consecutive_gateway_failure' : 'enforcing_consecutive_5xx']: 100,
            max_ejection_percent: outlier.most,
            interval: FOR_GOOD,
            base_ejection_time: FOR_GOOD,
          },
        }),
    load_assignment: { cluster_name: name, endpoints: endpointsOf(value) },
  }
}

function build(value: Value, slot: Slot): Built {
  const routes = [{ name: slot.name('route'), match: { prefix: '/' }, route: { cluster: slot.name('learned') } }]
  const ask = (headers: [string, string][]): Probe => ({
    port: slot.port(0),
    request: { method: 'GET', path: '/', host: 'a.test', headers },
    times: 1,
  })
  return {
    listeners: [httpListener(slot.name('web'), slot.port(0), { virtual_hosts: [{ name: 'all', domains: ['*'], routes }] })],
    clusters: [clusterOf(value, slot)],
    before: Array.from({ length: value.failures }, () => ask([['x-answer', '503']])),
    probes: [{ ...ask([]), times: 12 }],
  }
}

export const LEARNED_HEALTH: Family<Value> = {
  name: 'health that Envoy learns: checks, ejections, names resolved by DNS',
  arbitrary,
  build,
}
