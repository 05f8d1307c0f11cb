import type { FilterConfig } from '@/lib/envoy/config/filter-chain'
import { exhausted, TOO_MUCH } from '@/lib/envoy/evaluate/budget'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { manageHttp } from '@/lib/envoy/evaluate/http/manage'
import { deniedReason, rbacEvent } from '@/lib/envoy/evaluate/rbac/event'
import { evaluateRbac } from '@/lib/envoy/evaluate/rbac/rules'
import { proxyTcp } from '@/lib/envoy/evaluate/tcp-proxy'
import { after, closed, event, forked, unknownEnd } from '@/lib/envoy/evaluate/tree'
import type { EnvoyTree } from '@/lib/envoy/model'
import { MAX_FILTERS, MAX_STEPS } from '@/lib/envoy/parse/limits'

/** Network filters that only look (statistics, metadata, sniffers of database protocols). */
const HARMLESS: ReadonlySet<string> = new Set([
  'MetadataExchange',
  'PluginConfig',
  'StatsConfig',
  'SetFilterState',
  'MySQLProxy',
  'MongoProxy',
  'PostgresProxy',
  'ZooKeeperProxy',
  'KafkaBroker',
  'Wasm',
])
/** Filters that end a chain by answering themselves. */
const TERMINAL: ReadonlySet<string> = new Set(['RedisProxy', 'ThriftProxy', 'GenericProxy', 'EchoConfig', 'Echo', 'DubboProxy', 'Config'])

function rbac(flow: Flow, filters: readonly FilterConfig[], filter: FilterConfig, override: string | null): EnvoyTree {
  const result = evaluateRbac(filter.config, {
    local: flow.connection.local,
    directRemoteIp: flow.connection.direct.ip,
    sourceIp: flow.connection.remote.ip,
    remoteIp: flow.connection.remote.ip,
    serverName: flow.connection.serverName,
    identity: flow.terminated?.identity ?? null,
    encrypted: flow.terminated !== null,
    request: null,
    metadata: flow.metadata,
    knownMetadata: () => false,
  })
  const rest = filters.slice(1)
  if (result === null) return runNetworkFilters(flow, rest, override)
  const allow = () => after([rbacEvent(filter.name, result, true)], runNetworkFilters(flow, rest, override))
  const deny = (): EnvoyTree => {
    const reason = deniedReason(result)
    const events = [rbacEvent(filter.name, result, false)]
    // tcp_proxy connects as soon as the connection is there; this filter decides only when the first bytes come.
    if (!rest.some((one) => one.kind === 'TcpProxy')) return closed('reset', '-', reason, events)
    return after(events, runNetworkFilters({ ...flow, thenClosed: { how: 'reset', flags: '-', reason } }, rest, override))
  }
  if (result.allowed === 'yes') return allow()
  if (result.allowed === 'no') return deny()
  return forked([
    { probability: null, label: 'allowed', tree: allow() },
    { probability: null, label: 'denied', tree: deny() },
  ])
}

/** A filter that may close the connection by something that no dump shows. */
function undecided(flow: Flow, filters: readonly FilterConfig[], filter: FilterConfig, override: string | null, why: string): EnvoyTree {
  const seen = event({ kind: 'unknown', filter: filter.name, pointer: filter.pointer, reason: why })
  return after(
    [seen],
    forked([
      { probability: null, label: 'goes on', tree: runNetworkFilters(flow, filters.slice(1), override) },
      { probability: null, label: 'is closed', tree: closed('reset', '-', `${filter.name} closes the connection.`) },
    ]),
  )
}

/** Runs a filter chain's network filters in order until one ends the way. */
export function runNetworkFilters(flow: Flow, filters: readonly FilterConfig[], override: string | null = null): EnvoyTree {
  const [filter] = filters
  if (exhausted(flow, filters.length > MAX_FILTERS ? MAX_STEPS : 1)) return unknownEnd(TOO_MUCH)
  if (filter === undefined) return closed('reset', '-', 'The filter chain has no filter that takes the connection.')
  const rest = filters.slice(1)
  switch (filter.kind) {
    case 'HttpConnectionManager':
      return manageHttp(flow, filter)
    case 'TcpProxy':
      return proxyTcp(flow, filter, override)
    case 'RBAC':
      return rbac(flow, filters, filter, override)
    case 'SniCluster':
      return runNetworkFilters(flow, rest, flow.connection.serverName || null)
    case 'LocalRateLimit':
    case 'RateLimit':
      return undecided(flow, filters, filter, override, 'How many connections it still allows is not in any dump.')
    case 'ExtAuthz':
      return undecided(flow, filters, filter, override, 'What the authorization service answers is not in any dump.')
    default:
      if (HARMLESS.has(filter.kind)) return runNetworkFilters(flow, rest, override)
      if (rest.length === 0 || TERMINAL.has(filter.kind)) {
        const reason = `The network filter ${filter.name} is not modelled.`
        return unknownEnd(reason, [event({ kind: 'unknown', filter: filter.name, pointer: filter.pointer, reason })])
      }
      return undecided(flow, filters, filter, override, `The network filter ${filter.name} is not modelled.`)
  }
}
