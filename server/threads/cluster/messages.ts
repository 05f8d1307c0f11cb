import type { RecordingSummary } from '@/lib/api/recordings'
import type { SourceStatus } from '@/lib/api/source'
import type { ClusterSettings } from '@/server/source/cluster/settings'
import type { Failed } from '@/server/threads/failed'
import type { JobName } from '@/server/threads/queries'

/** Who asks: the token of a session, with whose rights is answered; null: everything may be seen (one's own machine). */
export type Person = string | null

/** A file to be saved. */
export interface Exported {
  /** Without an ending. */
  name: string
  zip: Uint8Array
}

/** What the thread of the live clusters is asked about one of them: its arguments, and what it gives. Plain data on both sides. */
export interface Questions {
  /** One of `jobs`; gives the bytes of its JSON. */
  job: { args: { person: Person; name: JobName; query: unknown }; gives: Uint8Array }
  status: { args: { person: Person }; gives: SourceStatus }
  summary: { args: { person: Person }; gives: RecordingSummary }
  export: { args: { person: Person; query: unknown }; gives: Exported }
  /** Whose token this is; null: nobody's. */
  whose: { args: { token: string }; gives: string | null }
  /** Whether its objects have been listed once. */
  listed: { args: null; gives: boolean }
}
export type QuestionName = keyof Questions

export type ToClusters =
  | { kind: 'open'; settings: ClusterSettings }
  | { kind: 'close'; cluster: string }
  | { kind: 'ask'; id: number; cluster: string; question: QuestionName; args: unknown }
  /** Gauges of all clusters, as Prometheus reads them. */
  | { kind: 'metrics'; id: number }
  /** Events of a cluster, until `leave`; while somebody listens it is read each `every` ms. */
  | { kind: 'listen'; id: number; cluster: string; person: Person; every: number }
  | { kind: 'leave'; id: number }

export type FromClusters =
  | { kind: 'answer'; id: number; outcome: { ok: true; value: unknown } | { ok: false; failed: Failed } }
  | { kind: 'event'; id: number; text: string }
  /** There will be no more events. */
  | { kind: 'end'; id: number }
