import type { DynamicMetadata } from '@/lib/envoy/evaluate/match/metadata'
import type { HttpRequest } from '@/lib/envoy/model'

/** What RBAC rules look at. `request` is null in the network filter. */
export interface RbacSubject {
  local: { ip: string; port: number }
  /** The other end of the socket. */
  directRemoteIp: string
  /** The client of the connection: what a PROXY header says, else the other end. */
  sourceIp: string
  /** The client of the request: X-Forwarded-For counts. */
  remoteIp: string
  /** The server name that the client asked for. */
  serverName: string
  /** Terminated TLS with a client certificate: its URI; null: TLS without, or no TLS. */
  identity: string | null
  encrypted: boolean
  request: HttpRequest | null
  metadata: DynamicMetadata
  /** Whether that filter's metadata is fully known. */
  knownMetadata: (filter: string) => boolean
}
