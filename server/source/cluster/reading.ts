import { messageOf } from '@/server/source/cluster/api-failure'
import type { Limiter } from '@/server/source/cluster/limiter'

/** What is known of one place that is read again and again, one reading at a time. Times are ms on the recording's clock. */
export class Reading {
  /** When it was last read; null: not yet. */
  readAt: number | null = null
  /** When it was last tried; null: not yet. What does not answer is not asked all the time. */
  triedAt: number | null = null
  /** Why it could not be read when it was last tried; null: it could, or was not tried. */
  why: string | null = null
  /** The reading that is on its way, which never rejects. */
  running: Promise<void> | null = null
  private startedAt = 0

  /** `uid`: of the pod or node that stands there; another one under its name begins anew. */
  constructor(
    readonly uid: string,
    private readonly now: () => number,
  ) {}

  /** Begins to read when the limiter lets it; what `job` throws is kept as the reason. */
  begin(job: () => Promise<void>, limiter: Limiter, urgent: boolean): Promise<void> {
    this.startedAt = this.now()
    this.running = limiter
      .run(() => this.attempt(job), urgent)
      .finally(() => {
        this.running = null
      })
    return this.running
  }

  /** Whether a question may wait for it: it has not failed, and nobody has waited for this reading in vain. */
  isWorthWaiting(longestMs: number): boolean {
    return this.why === null && !(this.running !== null && this.now() - this.startedAt > longestMs)
  }

  private async attempt(job: () => Promise<void>): Promise<void> {
    try {
      await job()
      this.why = null
    } catch (error) {
      this.why = messageOf(error)
    } finally {
      this.triedAt = this.now()
    }
  }
}
