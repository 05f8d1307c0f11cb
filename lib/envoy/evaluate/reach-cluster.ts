import { addressText } from '@/lib/envoy/config/address'
import type { Cluster } from '@/lib/envoy/config/cluster'
import { type Host, hostsOf } from '@/lib/envoy/config/hosts'
import type { RetryPolicy } from '@/lib/envoy/config/route'
import { balance } from '@/lib/envoy/evaluate/balance'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { percentText } from '@/lib/envoy/evaluate/match/fraction'
import { subsetHosts } from '@/lib/envoy/evaluate/subset'
import { after, answered, closed, ended, event, forked, unknownEnd } from '@/lib/envoy/evaluate/tree'
import { upstreamTls } from '@/lib/envoy/evaluate/upstream-tls'
import type { ClientTls, EnvoyEnd, EnvoyEvent, EnvoyTree, HttpRequest, SocketAddress } from '@/lib/envoy/model'
import { JsonNode } from '@/lib/envoy/parse/json-node'

/** What is to be sent to a cluster, by the router or by tcp_proxy. */
export interface Delivery {
  via: 'http' | 'tcp'
  request: HttpRequest | null
  /** TLS that is passed through unopened. */
  inside: ClientTls | null
  route: string | null
  mirrors: string[]
  retry: RetryPolicy | null
  timeoutMs: number | null
  /** metadata_match of the route, for subset load balancing. */
  metadataMatch: JsonNode
  /** Host rewriting that needs the chosen host (auto_host_rewrite). */
  autoHostRewrite: boolean
}

function flagsOf(flow: Flow, last: string): string {
  return [...flow.flags, last].join(',')
}

/** What the downstream gets when no connection can even be tried. */
function failed(flow: Flow, delivery: Delivery, status: number, flag: string, reason: string, events: EnvoyEvent[]): EnvoyTree {
  if (delivery.via === 'tcp') return closed('reset', flag, reason, events)
  return answered(status, flagsOf(flow, flag), reason, events)
}

function clusterEvent(cluster: Cluster, facts: Record<string, string>, reason: string | null): EnvoyEvent {
  return event({ kind: 'cluster', cluster: cluster.name, pointer: cluster.pointer, facts, objects: cluster.objects, reason })
}

function clusterFacts(cluster: Cluster): Record<string, string> {
  const facts: Record<string, string> = { type: cluster.type, lb: cluster.lbPolicy }
  const { maxConnections, maxPending, maxRequests } = cluster.circuitBreakers
  // Envoy's "no limit" is 2^32-1, as istiod writes it.
  const limit = (value: number | null): value is number => value !== null && value < 2 ** 32 - 1
  if (limit(maxConnections)) facts['max connections'] = String(maxConnections)
  if (limit(maxPending)) facts['max pending requests'] = String(maxPending)
  if (limit(maxRequests)) facts['max requests'] = String(maxRequests)
  if (cluster.outlierDetection) facts['outlier detection'] = 'on'
  return facts
}

function bindOf(flow: Flow, cluster: Cluster): string | 'original' | null {
  if (flow.connection.originalSource !== null) return 'original'
  return (
    cluster.bindAddress ?? flow.state.dump.bootstrap().at('cluster_manager', 'upstream_bind_config', 'source_address', 'address').text()
  )
}

/** The connection to one address. */
function connect(
  flow: Flow,
  cluster: Cluster,
  delivery: Delivery,
  host: Host | null,
  to: SocketAddress,
  name: string,
  facts: Record<string, string>,
): EnvoyTree {
  const tls = upstreamTls(flow, cluster, host, delivery.inside)
  if (tls.kind === 'unknown') return unknownEnd(tls.reason)
  const rewritten =
    delivery.request !== null && delivery.autoHostRewrite && host?.hostname
      ? { ...delivery.request, authority: host.hostname }
      : delivery.request
  const mark = flow.connection.originalSource?.mark ?? null
  const end: Extract<EnvoyEnd, { kind: 'upstream' }> = {
    kind: 'upstream',
    cluster: cluster.name,
    to,
    bind: bindOf(flow, cluster),
    tls: tls.tls,
    request: rewritten,
    route: delivery.route,
    mirrors: delivery.mirrors,
    via: delivery.via,
    retry: delivery.retry,
    timeoutMs: delivery.timeoutMs,
    tryAgain: () => reachCluster(flow, cluster.name, delivery),
    ...(flow.flags.length === 0 ? {} : { flags: flow.flags.join(',') }),
    ...(mark === null ? {} : { mark }),
    ...(flow.thenClosed === null ? {} : { thenClosed: flow.thenClosed }),
  }
  const chosen = event({
    kind: 'endpoint',
    cluster: cluster.name,
    endpoint: name,
    file: host?.file ?? 'config_dump',
    pointer: host?.pointer ?? cluster.pointer,
    facts: { ...facts, ...(tls.tls?.sni ? { sni: tls.tls.sni } : {}) },
    security: tls.security,
  })
  return ended(end, [chosen])
}

function toHost(flow: Flow, cluster: Cluster, delivery: Delivery, host: Host, probability: number | null): EnvoyTree {
  const name = addressText(host.address)
  const facts: Record<string, string> = { health: host.failed.length === 0 ? 'healthy' : host.failed.join(', ') }
  if (host.weight !== 1) facts.weight = String(host.weight)
  if (host.locality !== '') facts.locality = host.locality
  if (probability !== null && probability < 1) facts.probability = percentText(probability)
  if (host.address.kind === 'socket')
    return connect(flow, cluster, delivery, host, { ip: host.address.ip, port: host.address.port }, name, facts)
  const what =
    host.address.kind === 'pipe'
      ? 'a Unix socket of the pod'
      : host.address.kind === 'internal'
        ? 'an internal listener of this Envoy'
        : 'an address of an unknown kind'
  const chosen = event({ kind: 'endpoint', cluster: cluster.name, endpoint: name, file: host.file, pointer: host.pointer, facts })
  return unknownEnd(`The endpoint is ${what} (${name}); what follows is not modelled.`, [chosen])
}

/** ORIGINAL_DST: the address that the client had asked for, if a listener restored it. */
function toOriginalDestination(flow: Flow, cluster: Cluster, delivery: Delivery): EnvoyTree {
  const config = cluster.node.get('original_dst_lb_config')
  const override = config.get('upstream_port_override').number()
  const headerName = config.get('http_header_name').text() ?? 'x-envoy-original-dst-host'
  const header =
    delivery.via === 'http' && config.get('use_http_header').flag() ? delivery.request?.headers.get(headerName.toLowerCase()) : undefined
  const given = header === undefined ? null : /^\[?([^\]]+)\]?:(\d{1,5})$/.exec(header)
  const local = flow.connection.local
  const base = given === null ? local : { ip: given[1] ?? local.ip, port: Number(given[2]) }
  const facts = clusterFacts(cluster)
  if (given === null && !flow.connection.restored) {
    const reason = 'The original destination of the connection is not known to this listener.'
    return failed(flow, delivery, 503, 'UH', reason, [clusterEvent(cluster, facts, reason)])
  }
  const to = { ip: base.ip, port: override ?? base.port }
  const name = addressText({ kind: 'socket', ...to })
  return after([clusterEvent(cluster, facts, null)], connect(flow, cluster, delivery, null, to, name, { address: 'original destination' }))
}

function unresolved(host: Host): boolean {
  return host.address.kind === 'socket' && !/^[0-9.]+$|:/.test(host.address.ip)
}

/** Why no host can take it, for people. */
function noHealthy(hosts: readonly Host[]): string {
  if (hosts.length === 0) return 'The cluster has no endpoints.'
  const reasons = [...new Set(hosts.flatMap((host) => host.failed))]
  return `None of the ${hosts.length} endpoints is healthy${reasons.length === 0 ? '' : `: ${reasons.join(', ')}`}.`
}

const PASSED_ON: ReadonlySet<string> = new Set([
  'STATIC',
  'EDS',
  'STRICT_DNS',
  'LOGICAL_DNS',
  'envoy.cluster.strict_dns',
  'envoy.cluster.logical_dns',
  'envoy.clusters.dns',
])

/** Why a cluster of that name cannot be used, for people. */
export function missingCluster(flow: Flow, name: string): string {
  const warming = flow.state.dump.warmingClusters().some((one) => one.name === name)
  return warming ? `The cluster ${name} is still warming.` : `This proxy has no cluster ${name}.`
}

/** The way from a chosen cluster to its hosts. A cluster that does not exist answers `missingStatus` (NC). */
export function reachCluster(flow: Flow, name: string, delivery: Delivery, missingStatus = 503): EnvoyTree {
  const cluster = flow.index.cluster(name)
  if (cluster === null) {
    const reason = missingCluster(flow, name)
    // No cluster step: the access log names no cluster here either. The route's (or tcp_proxy's) step says which one is missing.
    return failed(flow, delivery, missingStatus, 'NC', reason, [])
  }
  if (cluster.type === 'ORIGINAL_DST') return toOriginalDestination(flow, cluster, delivery)
  const facts = clusterFacts(cluster)
  const hosts = subsetHosts(cluster, hostsOf(cluster, flow.state.dump, flow.state.clusters), delivery.metadataMatch)
  if (!PASSED_ON.has(cluster.type) && hosts.length === 0) {
    const reason = `A cluster of type ${cluster.type} without listed endpoints is not modelled.`
    return unknownEnd(reason, [clusterEvent(cluster, facts, reason)])
  }
  const { maxConnections, maxPending, maxRequests } = cluster.circuitBreakers
  if ([maxConnections, maxPending, maxRequests].includes(0)) {
    const reason = 'A circuit breaker of the cluster allows nothing.'
    return failed(flow, delivery, 503, 'UO', reason, [clusterEvent(cluster, facts, reason)])
  }
  if (hosts.some(unresolved)) {
    const reason = 'The endpoints are names, and no dump says to which addresses Envoy resolved them.'
    return unknownEnd(reason, [clusterEvent(cluster, facts, reason)])
  }
  const { shares, panic } = balance(cluster, hosts)
  const healthy = hosts.filter((host) => host.failed.length === 0).length
  const counted = { ...facts, endpoints: `${healthy} of ${hosts.length} healthy`, ...(panic ? { panic: 'all endpoints are used' } : {}) }
  if (shares.length === 0) {
    const reason = noHealthy(hosts)
    const unhealthy = hosts.map((host, at) => ({
      index: at + 1,
      name: addressText(host.address),
      part: 'health',
      why: host.failed.join(', '),
    }))
    return failed(flow, delivery, 503, 'UH', reason, [{ ...clusterEvent(cluster, counted, reason), skipped: unhealthy }])
  }
  const out = hosts.flatMap((host, at) =>
    shares.some((share) => share.host === host)
      ? []
      : [{ index: at + 1, name: addressText(host.address), part: 'health', why: host.failed.join(', ') || 'its priority gets no traffic' }],
  )
  const branches = shares.map((share) => ({
    probability: share.probability,
    label: addressText(share.host.address),
    tree: toHost(flow, cluster, delivery, share.host, share.probability),
  }))
  return after([{ ...clusterEvent(cluster, counted, null), skipped: out }], forked(branches))
}

/** A node that holds nothing, for deliveries without metadata_match. */
export const NOTHING = new JsonNode(undefined, '')
