import type { Problem } from '@/lib/istio/json'
import type { FurtherCell, SyncCells } from '@/lib/istio/syncz/model'

/** A certificate that Envoy presents. Times are RFC 3339. */
export interface ProxyCertificate {
  /** The SPIFFE URI or DNS name it is for, else its file. */
  name: string
  notBefore: string
  notAfter: string
}

/** One proxy, as the Proxies view and GET /api/proxies give it. */
export interface ProxyStatus {
  /** POD.NAMESPACE */
  id: string
  name: string
  namespace: string
  /** sidecar, router (a gateway), or what istiod calls it (waypoint, ztunnel). */
  type: string
  /** Pod of the istiod that serves it; null when none does. */
  istiod: string | null
  /** Istio version of the proxy, e.g. 1.23.2; null: not known. */
  version: string | null
  /** Version of that istiod. */
  istiodVersion: string | null
  /** null: an istiod that was not read may serve it. */
  connected: boolean | null
  connectedAt: string | null
  cluster: string | null
  /** null: no istiod knows this proxy. */
  sync: SyncCells | null
  /** Types that istioctl's table has no column for. */
  further: FurtherCell[]
  node: string | null
  /** Envoy's own version, e.g. 1.36.4. */
  envoyVersion: string | null
  /** LIVE, DRAINING …; null: Envoy did not answer or was not asked. */
  envoyState: string | null
  certificates: ProxyCertificate[]
  /** Of its container; null: no pod's status says. */
  restarts: { count: number; reason: string | null; at: string | null } | null
  /** Entry and JSON pointer this row comes from, and when it was seen (ms on the source's timeline). */
  evidence: { entry: string; pointer?: string; at: number }[]
}

export interface IstiodStatus {
  /** Pod name. */
  name: string
  namespace: string
  version: string | null
  /** Whether its syncz was read; problems say why not. */
  answered: boolean
  /** Proxies it serves. */
  proxies: number
}

/** A pod that its own labels or its namespace's ask a sidecar for, and that has none: made before they were set, or the webhook failed. */
export interface PodWithoutProxy {
  /** POD.NAMESPACE */
  id: string
  name: string
  namespace: string
  asked: 'namespace' | 'pod'
  evidence: { entry: string; pointer?: string; at: number }[]
}

export interface ProxyList {
  proxies: ProxyStatus[]
  withoutProxy: PodWithoutProxy[]
  istiods: IstiodStatus[]
  problems: Problem[]
}
