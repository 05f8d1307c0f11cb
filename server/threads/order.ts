import type { Problem } from '@/lib/recording/result'
import type { Failed } from '@/server/threads/failed'
import type { Packed } from '@/server/threads/packed'
import type { JobName } from '@/server/threads/queries'

/** What a thread is asked: a question about a recording, or to read every entry of it once. */
export interface Order {
  id: number
  packed: Packed
  name: string
  job: JobName | 'check'
  query: unknown
  /** Problems of the recording that are known outside of the thread. */
  known: number
}

/** What it answers. `problems` only when there are others than were known. */
export interface Reply {
  id: number
  outcome: { ok: true; json: Uint8Array } | { ok: false; failed: Failed }
  problems: readonly Problem[]
}
