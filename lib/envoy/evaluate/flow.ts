import type { FilterChain } from '@/lib/envoy/config/filter-chain'
import type { Listener } from '@/lib/envoy/config/listener'
import type { DynamicMetadata } from '@/lib/envoy/evaluate/match/metadata'
import type { EnvoyState, ProxyIndex } from '@/lib/envoy/evaluate/state'
import type { ClientTls, EnvoyTree, HandedAlong, HttpRequest, Said, SocketAddress } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** The connection as the listener's filters left it. */
export interface Connection {
  /** The local address, restored to the original destination where a filter does that. */
  local: SocketAddress
  restored: boolean
  /** The client, as a PROXY header says where there is one. */
  remote: { ip: string; port: number | null }
  /** The other end of the socket, whatever a PROXY header says. */
  direct: { ip: string; port: number | null }
  /** What the detecting filters found; "raw_buffer" when none looked or nothing was found. */
  transportProtocol: string
  serverName: string
  /** null: whether it is HTTP is not known. */
  applicationProtocols: readonly string[] | null
  /** TLS as the client sends it. */
  offered: ClientTls | null
  /** original_src is among the listener filters: new connections use the client's address. */
  originalSource: { mark: number | null } | null
  /** Dynamic metadata of the connection, by namespace: within an Envoy that of the endpoint that led here. */
  metadata: ReadonlyMap<string, JsonNode>
}

/** Everything that later stages need; each stage hands on a copy with what it changes. */
export interface Flow {
  state: EnvoyState
  index: ProxyIndex
  listener: Listener
  chain: FilterChain
  connection: Connection
  /** TLS that this proxy terminated; null: none. */
  terminated: ClientTls | null
  /** TLS that is still inside the bytes. */
  inside: ClientTls | null
  request: HttpRequest | null
  /** The port that CONNECT asked for: the upstream gets it even where it was stripped for the routes. */
  connectPort: number | null
  /** The client's address after X-Forwarded-For. */
  remoteIp: string
  metadata: DynamicMetadata
  /** Application protocols that a filter asks the upstream TLS to offer. */
  alpnOverride: readonly string[] | null
  /** Access-log flags so far. */
  flags: readonly string[]
  /** What may still be followed, shared by all ways of one evaluation. */
  budget: { steps: number }
  /** The network RBAC filter (or the handshake) will close it, though tcp_proxy connects first. */
  thenClosed: { how: 'reset' | 'tls'; flags: string; reason: string } | null
  /** Internal listeners that it has come through. */
  depth: number
  /** Filter state that connections to internal listeners take along (shared_with_upstream). */
  shared: ReadonlyMap<string, string>
  /** The address that a filter set in place of the original destination; `text` null: it is not known. */
  destinationSet: { text: string | null } | null
  /** Opens a connection to the internal listener of that name, at an address; null: there is none. */
  enter: (from: Flow, name: string, address: string, said: Said, along: HandedAlong) => EnvoyTree | null
  /** No HTTP filter ends the request by an answer of its own. */
  letPass: boolean
}
