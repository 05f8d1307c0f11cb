import fc from 'fast-check'
import { optional, word } from '@/oracle/envoy/families/words'
import { NOBODY, upstream } from '@/oracle/envoy/loopback'
import { extension, httpListener, ROUTER, staticCluster } from '@/oracle/envoy/resources'
import type { Asked, Built, Family, Slot } from '@/oracle/envoy/scenario'

const TYPES = ['CONNECT', 'connect', 'websocket', 'WebSocket']
const upgrade = fc.record({ type: word(TYPES), enabled: optional(fc.boolean(), 2) })

const route = fc.record({
  match: word(['connect', 'connect', 'connect of a', 'prefix', 'regex', 'path-separated']),
  action: word(['up', 'up', 'up', 'nobody', 'missing', 'direct', 'redirect']),
  upgrades: fc.uniqueArray(fc.record({ type: word(TYPES), enabled: optional(fc.boolean(), 2), ends: fc.boolean() }), {
    maxLength: 2,
    selector: (one) => one.type.toLowerCase(),
  }),
})
const arbitrary = fc.record({
  manager: fc.uniqueArray(fc.record({ upgrade, aborts: optional(fc.boolean()) }), {
    maxLength: 2,
    selector: (one) => one.upgrade.type.toLowerCase(),
  }),
  strip: word(['no', 'any', 'matching']),
  domains: fc.constantFrom(['*'], ['*'], ['a.test:80'], ['a.test', '*.test']),
  tls: fc.constantFrom(undefined, undefined, undefined, 'ALL'),
  routes: fc.array(route, { minLength: 1, maxLength: 3 }),
})
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never

const MATCHES: Record<string, object> = {
  connect: { connect_matcher: {} },
  'connect of a': { connect_matcher: {}, headers: [{ name: ':authority', string_match: { prefix: 'a.' } }] },
  prefix: { prefix: '/' },
  regex: { safe_regex: { regex: '.*' } },
  'path-separated': { path_separated_prefix: '/ws' },
}

function enabledOf(enabled: boolean | undefined): object {
  return enabled === undefined ? {} : { enabled }
}

function actionOf({ action, upgrades }: Value['routes'][number], slot: Slot): object {
  if (action === 'direct') return { direct_response: { status: 204 } }
  if (action === 'redirect') return { redirect: { host_redirect: 'elsewhere.test' } }
  const upgrade_configs = upgrades.map(({ type, enabled, ends }) => ({
    upgrade_type: type,
    ...enabledOf(enabled),
    // Only the upgrade CONNECT, in capitals, may have it.
    ...(ends && type === 'CONNECT' ? { connect_config: {} } : {}),
  }))
  return { route: { cluster: slot.name(action), upgrade_configs } }
}

/** What the connection manager says of its own filters for an upgrade: here they refuse everything. */
function aborting(): object {
  const abort = { http_status: 418, percentage: { numerator: 100 } }
  return extension('envoy.filters.http.fault', 'filters.http.fault.v3.HTTPFault', { abort })
}

function build(value: Value, slot: Slot): Built {
  const routes = value.routes.map((one, index) => ({
    name: slot.name(`route-${index}`),
    match: MATCHES[one.match],
    ...actionOf(one, slot),
  }))
  const upgrade_configs = value.manager.map(({ upgrade: { type, enabled }, aborts }) => ({
    upgrade_type: type,
    ...enabledOf(enabled),
    ...(aborts === true ? { filters: [aborting(), ROUTER] } : {}),
  }))
  const manager = {
    upgrade_configs,
    ...(value.strip === 'any' ? { strip_any_host_port: true } : value.strip === 'matching' ? { strip_matching_host_port: true } : {}),
  }
  const host = { name: 'all', domains: value.domains, routes, ...(value.tls === undefined ? {} : { require_tls: value.tls }) }
  const ask = (method: string, path: string, to: string, headers: [string, string][] = []): Asked => ({ method, path, host: to, headers })
  const inside = ask('GET', '/inside?x=1', 'inside.test', [['x-a', '1']])
  const asked: Asked[] = [
    { ...ask('CONNECT', '', 'a.test:80'), inside },
    { ...ask('CONNECT', '', 'b.test:443', [['x-b', '2']]), inside },
    { ...ask('CONNECT', '', 'b.test:80', [['upgrade', 'websocket']]), inside },
    ask('GET', '/', 'a.test'),
    ask('GET', '/ws/a', 'a.test:80', [
      ['connection', 'Upgrade'],
      ['upgrade', 'websocket'],
    ]),
    ask('GET', '/', 'b.test', [
      ['connection', 'keep-alive, upgrade'],
      ['upgrade', 'WebSocket'],
    ]),
    ask('GET', '/', 'b.test', [
      ['connection', 'upgrade'],
      ['upgrade', 'other'],
    ]),
    ask('GET', '/', 'a.test', [['upgrade', 'websocket']]),
    ask('GET', '/ws', 'a.test', [
      ['connection', 'Upgrade, HTTP2-Settings'],
      ['upgrade', 'h2c'],
      ['http2-settings', 'AAMAAABkAARAAAAAAAIAAAAA'],
    ]),
    ask('POST', '/ws', 'a.test'),
  ]
  return {
    listeners: [httpListener(slot.name('web'), slot.port(0), { virtual_hosts: [host] }, [], manager)],
    clusters: [staticCluster(slot.name('up'), [upstream(0)]), staticCluster(slot.name('nobody'), [NOBODY])],
    probes: asked.map((request) => ({ port: slot.port(0), request, times: 1 })),
  }
}

export const TUNNELS: Family<Value> = { name: 'CONNECT, tunnels that end here, and upgrades', arbitrary, build }
