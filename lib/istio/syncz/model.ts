/** The xDS types of istioctl's table, in its order. */
export const xdsTypes = ['CDS', 'LDS', 'EDS', 'RDS', 'ECDS'] as const
export type XdsType = (typeof xdsTypes)[number]

export type SyncState = 'SYNCED' | 'STALE' | 'NOT SENT' | 'ERROR' | 'IGNORED'

/** One cell of `istioctl proxy-status`, with what lies behind it. Times are RFC 3339. */
export interface SyncCell {
  state: SyncState
  /** When istiod last sent this type (istiod 1.23 and newer). */
  sentAt?: string
  /** The moment of the push that Envoy last accepted, from its nonce (1.23 and newer); istiod does not keep the moment of the ack. */
  ackedAt?: string
  /** Envoy's words when it refused what was sent. */
  error?: string
  /** Istio objects that hold the names which the error mentions: `EnvoyFilter default/reviews-lua`. */
  objects?: string[]
  sentNonce?: string
  ackedNonce?: string
}

export type SyncCells = Record<XdsType, SyncCell>

/** A type that istioctl's table has no column for; `type` as people call it (NDS), else the last word of its URL. */
export interface FurtherCell {
  type: string
  cell: SyncCell
}

/** One type of one proxy as syncz lists it. */
export interface SynczResource {
  sent: string | null
  acked: string | null
  sentTime: string | null
  lastError: string | null
}

/** One proxy of one istiod's /debug/syncz. `resources` is null in the form of istiod 1.20 to 1.22. */
export interface SynczEntry {
  /** POD.NAMESPACE */
  proxy: string
  cluster: string | null
  type: string | null
  version: string | null
  legacy: Record<XdsType, { sent: string | null; acked: string | null }>
  resources: Map<string, SynczResource> | null
}
