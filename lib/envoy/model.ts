import type { RetryPolicy } from '@/lib/envoy/config/route'
import type { PeerName } from '@/lib/envoy/config/transport-socket'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** HTTP request as a proxy sees it. `path` with its query (CONNECT has none); header names in lower case, without pseudo headers. */
export interface HttpRequest {
  method: string
  scheme: 'http' | 'https'
  authority: string
  path: string
  headers: ReadonlyMap<string, string>
  /** Headers that are there with a value that no dump says (a proxy before wrote it); left out: none. */
  unknownHeaders?: ReadonlySet<string>
  /** CONNECT: what is said in the tunnel; left out: nothing that is known. */
  tunnel?: Said
}

/** What is said over a connection. */
export interface Said {
  /** null: plain text. */
  tls: ClientTls | null
  /** What is said (inside TLS, where there is TLS); null: not HTTP, or not known. */
  request: HttpRequest | null
}

/** TLS as the client offers it; `identity` is its certificate's SPIFFE URI, null without client certificate. */
export interface ClientTls {
  sni: string | null
  alpn: readonly string[]
  identity: string | null
  /** The server's certificate must have one of these names; left out: any. */
  serverNames?: readonly PeerName[]
  /** The TLS inside this one, when a proxy wraps what a client had encrypted itself; left out: none. */
  inner?: ClientTls | null
}

export interface SocketAddress {
  ip: string
  port: number
}

/** Addresses that a connection to an internal listener takes along, for original_dst to restore. */
export interface HandedAlong {
  local: SocketAddress | null
  remote: SocketAddress | null
  /** Of the endpoint's metadata, by namespace: the connection's own within. */
  metadata: ReadonlyMap<string, JsonNode>
}

/** A connection that a socket of Envoy accepted, and what is said over it. */
export interface Downstream extends Said {
  /** The socket it came to, after redirection (…:15006, …:8080). */
  local: SocketAddress
  /** Where the client had sent it (SO_ORIGINAL_DST); equals local without a redirection. */
  originalDst: SocketAddress
  remote: { ip: string; port: number | null }
  /** Addresses that a PROXY protocol header in front says; null: there is none for sure; left out: not known. */
  proxied?: { source: SocketAddress; destination: SocketAddress } | null
  /** It came from this Envoy itself, to an internal listener, with these addresses; left out: by a socket. */
  internal?: HandedAlong
  /** No HTTP filter ends the request by an answer of its own: what would follow had they let it pass. */
  letPass?: boolean
}

/** One decision of Envoy, in order. `pointer` is a JSON pointer into `entry` of the proxy's dump (config_dump.json or clusters.json). */
export interface EnvoyEvent {
  kind: 'listener' | 'filterChain' | 'filter' | 'route' | 'cluster' | 'endpoint' | 'unknown'
  listener?: string
  filterChain?: string
  filter?: string
  routeConfig?: string
  virtualHost?: string
  route?: string
  cluster?: string
  endpoint?: string
  /** Which observation the pointer is into. */
  file: 'config_dump' | 'clusters' | 'listeners'
  pointer: string | null
  /** Facts for the card, in order: "match" → "prefix /", "lb" → "ROUND_ROBIN". */
  facts: Record<string, string>
  /** Istio objects behind it, from metadata: "VirtualService default/nginx-service". */
  objects: string[]
  security?: 'mtls' | 'tls' | 'plaintext'
  /** Position among the candidates, from 1 (route 1 of 2, filter chain 3 of 7). */
  index?: number
  count?: number
  skipped: { index: number; name: string; part: string; why: string }[]
  reason: string | null
}

/** How one way through a proxy ends. */
export type EnvoyEnd =
  /** A new connection to `to`; `bind` is the fixed source address (127.0.0.6), null: the kernel chooses, 'original': the downstream's. */
  | {
      kind: 'upstream'
      cluster: string
      to: SocketAddress
      bind: string | 'original' | null
      tls: ClientTls | null
      request: HttpRequest | null
      route: string | null
      mirrors: string[]
      /** Who opens it: the HTTP router or tcp_proxy; decides what the client gets when it fails (onUpstreamFailure). */
      via?: 'http' | 'tcp'
      /** When the router tries again; null: never. */
      retry?: RetryPolicy | null
      /** Chooses cluster and endpoint again, for a retry. */
      tryAgain?: () => EnvoyTree
      /** Flags that the access log has even when all goes well (DI: delayed). */
      flags?: string
      /** The connection within this Envoy that led to it, to an internal listener: what became of this one is told to that one. */
      carriedBy?: Extract<EnvoyEnd, { kind: 'upstream' }>
      /** SO_MARK of the new connection (original_src). */
      mark?: number
      /** Milliseconds for the whole answer; null: none. */
      timeoutMs?: number | null
      /** The connection is opened, yet the downstream is closed before a byte passes (tcp_proxy connects before the network RBAC filter or the handshake decides). */
      thenClosed?: { how: 'reset' | 'tls'; flags: string; reason: string }
    }
  /** Envoy answers by itself, `to` a request for a tunnel, or one that went on inside this Envoy; left out: any other. `location`: of a redirect. `flags` as in the access log (NR, UH, FI, RL, UAEX, "-"). */
  | { kind: 'answered'; status: number; flags: string; reason: string; to?: 'CONNECT' | 'inside'; location?: string }
  /** Envoy closes the connection without an HTTP answer; tls: the handshake is refused. */
  | { kind: 'closed'; how: 'reset' | 'tls'; flags: string; reason: string }
  | { kind: 'unknown'; reason: string }

/** The ways through one proxy. Probabilities null: unknown. */
export interface EnvoyTree {
  events: EnvoyEvent[]
  end: EnvoyEnd | null
  branches: { probability: number | null; label: string; tree: EnvoyTree }[] | null
}
