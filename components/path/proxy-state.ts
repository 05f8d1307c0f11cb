/**
 * What is wrong with what a proxy has of one xDS type. STALE: istiod sent something that Envoy has not acknowledged; ERROR: Envoy refused it, `error`
 * is its text. `age`: since it was sent (`sentAt`, RFC 3339), as istioctl prints ages.
 */
export type FeedTrouble = { state: 'STALE' | 'ERROR'; age: string | null; sentAt?: string; error?: string }

/** What istiod and the source say of a proxy: its Envoy's version, whether it acked what was sent, and the xDS types of which it did not. */
export type ProxyState = {
  version?: string
  sync: 'SYNCED' | 'STALE' | 'ERROR' | 'NONE' | null
  troubles?: ReadonlyMap<string, FeedTrouble>
}
