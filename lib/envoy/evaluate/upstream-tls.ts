import type { Cluster, SocketMatch } from '@/lib/envoy/config/cluster'
import type { Host } from '@/lib/envoy/config/hosts'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { proxyIdentity } from '@/lib/envoy/evaluate/identity'
import type { ClientTls } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

const SOCKET_MATCH = 'envoy.transport_socket_match'

function fits(match: JsonNode, host: Host): boolean {
  const metadata = host.metadata.key(SOCKET_MATCH)
  return match.entries().every(([key, value]) => {
    const found = metadata.key(key)
    return found.exists && JSON.stringify(found.value()) === JSON.stringify(value.value())
  })
}

/** The transport socket for one host: the first of transport_socket_matches that its metadata fits, else the cluster's own. */
export function transportFor(cluster: Cluster, host: Host | null): Pick<SocketMatch, 'transport' | 'handsAlong'> {
  const found = host === null ? undefined : cluster.socketMatches.find((one) => fits(one.match, host))
  return found ?? cluster
}

export type UpstreamTls =
  | { kind: 'ok'; tls: ClientTls | null; security: 'mtls' | 'tls' | 'plaintext' }
  | { kind: 'unknown'; reason: string }

/** The TLS that this proxy offers to a host; `inside` is TLS that it passes through unopened. */
export function upstreamTls(flow: Flow, cluster: Cluster, host: Host | null, inside: ClientTls | null): UpstreamTls {
  const { transport } = transportFor(cluster, host)
  if (transport.kind === 'unknown') return { kind: 'unknown', reason: `The transport socket ${transport.name} is not modelled.` }
  if (transport.kind === 'plaintext') return { kind: 'ok', tls: inside, security: 'plaintext' }
  const { context } = transport
  const certificate = context.certificates[0] ?? null
  const identity = certificate === null ? null : proxyIdentity(flow.state, certificate)
  const sni = context.autoHostSni && host?.hostname ? host.hostname : context.sni
  const tls: ClientTls = {
    sni: sni || null,
    alpn: flow.alpnOverride ?? context.alpn,
    identity,
    ...(context.peerNames.length === 0 ? {} : { serverNames: context.peerNames }),
    ...(inside === null ? {} : { inner: inside }),
  }
  return { kind: 'ok', tls, security: certificate === null ? 'tls' : 'mtls' }
}
