import { addressText } from '@/lib/envoy/config/address'
import type { Cluster } from '@/lib/envoy/config/cluster'
import type { Host } from '@/lib/envoy/config/hosts'
import type { Share } from '@/lib/envoy/evaluate/balance'
import type { Delivery } from '@/lib/envoy/evaluate/delivery'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { handedAlong, toInternalListener } from '@/lib/envoy/evaluate/internal'
import { percentText } from '@/lib/envoy/evaluate/match/fraction'
import { peerNamesText } from '@/lib/envoy/evaluate/peer-names'
import { after, ended, event, unknownEnd } from '@/lib/envoy/evaluate/tree'
import { transportFor, upstreamTls } from '@/lib/envoy/evaluate/upstream-tls'
import type { ClientTls, EnvoyEnd, EnvoyTree, SocketAddress } from '@/lib/envoy/model'

type Upstream = Extract<EnvoyEnd, { kind: 'upstream' }>

function bindOf(flow: Flow, cluster: Cluster): string | 'original' | null {
  if (flow.connection.originalSource !== null) return 'original'
  return (
    cluster.bindAddress ?? flow.state.dump.bootstrap().at('cluster_manager', 'upstream_bind_config', 'source_address', 'address').text()
  )
}

/** What the TLS that this proxy offers says to the server, and asks of it. */
function tlsFacts({ sni, serverNames }: ClientTls): Record<string, string> {
  return { ...(sni ? { sni } : {}), ...(serverNames ? { SANs: peerNamesText(serverNames) } : {}) }
}

/** The connection to one address, and how it ends; of an internal listener that is where it goes on. */
export function connect(
  flow: Flow,
  cluster: Cluster,
  delivery: Delivery,
  again: () => EnvoyTree,
  host: Host | null,
  to: SocketAddress,
  name: string,
  facts: Record<string, string>,
  goOn: (end: Upstream) => EnvoyTree = ended,
): EnvoyTree {
  const tls = upstreamTls(flow, cluster, host, delivery.inside)
  if (tls.kind === 'unknown') return unknownEnd(tls.reason)
  const rewritten =
    delivery.request !== null && delivery.autoHostRewrite && host?.hostname
      ? { ...delivery.request, authority: host.hostname }
      : delivery.request
  const mark = flow.connection.originalSource?.mark ?? null
  const end: Upstream = {
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
    tryAgain: again,
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
    objects: host === null ? cluster.objects : [],
    facts: { ...facts, ...(tls.tls === null ? {} : tlsFacts(tls.tls)) },
    security: tls.security,
  })
  return after([chosen], goOn(end))
}

/** The connection to one host of a cluster; `again` chooses once more, for a retry. */
export function toHost(flow: Flow, cluster: Cluster, delivery: Delivery, again: () => EnvoyTree, { host, probability }: Share): EnvoyTree {
  const name = addressText(host.address)
  const facts: Record<string, string> = { health: host.failed.length === 0 ? 'healthy' : host.failed.join(', ') }
  if (host.weight !== 1) facts.weight = String(host.weight)
  if (host.locality !== '') facts.locality = host.locality
  if (probability !== null && probability < 1) facts.probability = percentText(probability)
  if (host.address.kind === 'socket')
    return connect(flow, cluster, delivery, again, host, { ip: host.address.ip, port: host.address.port }, name, facts)
  const { address } = host
  if (address.kind === 'internal') {
    const along = handedAlong(flow, host, transportFor(cluster, host).handsAlong)
    // It has no address of the network: nobody may connect to this one.
    return connect(flow, cluster, delivery, again, host, { ip: name, port: 0 }, name, facts, (end) =>
      toInternalListener(flow, address, end, along),
    )
  }
  const what = address.kind === 'pipe' ? 'a Unix socket of the pod' : 'an address of an unknown kind'
  const chosen = event({ kind: 'endpoint', cluster: cluster.name, endpoint: name, file: host.file, pointer: host.pointer, facts })
  return unknownEnd(`The endpoint is ${what} (${name}); what follows is not modelled.`, [chosen])
}
