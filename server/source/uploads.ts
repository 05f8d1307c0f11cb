import { openRecording } from '@/lib/recording/open'
import type { Recording } from '@/lib/recording/recording'
import type { Result } from '@/lib/recording/result'
import { type Found, freeName } from '@/server/source/found'
import { zlibInflate } from '@/server/source/zlib-inflate'
import { checkInThread } from '@/server/threads/check'
import { rememberZip } from '@/server/threads/packed'

/** A zip dropped on the page. The largest known recording has 5 MiB. */
export const MAX_UPLOAD_BYTES = 64 * 1024 * 1024
/** Recordings of one browser session; the oldest goes when one more comes. */
const MAX_PER_SESSION = 8
/** Zips of all sessions together, as they stand in memory. */
const MAX_TOTAL_BYTES = 256 * 1024 * 1024
/** A session that asked nothing for so long is forgotten. */
const IDLE_MS = 2 * 60 * 60 * 1000

interface Upload {
  found: Found
  bytes: number
}

interface Session {
  usedAt: number
  uploads: Map<string, Upload>
}

/** Recordings that were dropped on the page: in memory, seen only by the browser session that brought them, gone on restart. */
export class Uploads {
  private readonly sessions = new Map<string, Session>()

  constructor(private readonly now: () => number = () => performance.now()) {}

  of(session: string | null): readonly Found[] {
    this.forgetIdle()
    const known = session === null ? undefined : this.sessions.get(session)
    if (!known) return []
    known.usedAt = this.now()
    return [...known.uploads.values()].map((upload) => upload.found)
  }

  /** Opens a zip for a session; `taken` are names it can't have. The whole of it is checked, so that its problems are known at once. */
  async add(
    session: string,
    bytes: Uint8Array,
    file: string,
    taken: ReadonlySet<string>,
  ): Promise<Result<{ name: string; recording: Recording }>> {
    const opened = openRecording(bytes, file, zlibInflate)
    if (!opened.ok) return opened
    rememberZip(opened.value, bytes, file)
    await checkInThread(opened.value)
    const known = this.sessions.get(session) ?? { usedAt: 0, uploads: new Map<string, Upload>() }
    known.usedAt = this.now()
    this.sessions.set(session, known)
    const name = freeName(taken, opened.value.name, file)
    known.uploads.delete(name)
    known.uploads.set(name, { found: { name, file, origin: 'session', opened }, bytes: bytes.length })
    this.keepLimits(known)
    return { ok: true, value: { name, recording: opened.value } }
  }

  private keepLimits(newest: Session): void {
    this.forgetIdle()
    for (const name of newest.uploads.keys()) if (newest.uploads.size > MAX_PER_SESSION) newest.uploads.delete(name)
    const oldestFirst = [...this.sessions].sort(([, a], [, b]) => a.usedAt - b.usedAt)
    for (const [id, session] of oldestFirst) {
      for (const name of session.uploads.keys()) {
        if (this.totalBytes() <= MAX_TOTAL_BYTES) return
        session.uploads.delete(name)
      }
      this.sessions.delete(id)
    }
  }

  private forgetIdle(): void {
    for (const [id, session] of this.sessions) if (this.now() - session.usedAt > IDLE_MS) this.sessions.delete(id)
  }

  private totalBytes(): number {
    let total = 0
    for (const session of this.sessions.values()) for (const upload of session.uploads.values()) total += upload.bytes
    return total
  }
}

const key = Symbol.for('hopscope.uploads')
const shared = globalThis as typeof globalThis & { [key]?: Uploads }

/** The process's one store of uploads. */
export function uploads(): Uploads {
  shared[key] ??= new Uploads()
  return shared[key]
}
