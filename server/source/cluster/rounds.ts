import { log } from '@/server/log'

/** New pods and pushes are looked at soon, not each by itself. */
const SOON_MS = 400

interface Rounding {
  /** ms on the source's timeline. */
  now: () => number
  /** ms between two rounds that somebody wishes; null: nobody looks. */
  interval: () => number | null
  /** One round: reads what is due. */
  work: () => Promise<void>
  signal: AbortSignal
}

/** When a cluster's proxies and kernels are read: one round after the other, as often as somebody who looks wishes it. */
export class Rounds {
  /** ms of the last complete round; null: there was none. */
  lastAt: number | null = null
  private running: Promise<void> | null = null
  private timer: NodeJS.Timeout | null = null

  constructor(private readonly how: Rounding) {
    how.signal.addEventListener('abort', () => this.clear())
  }

  /** Reads everything that is due now, or waits for the round that does. */
  refresh(): Promise<void> {
    this.running ??= this.round().finally(() => {
      this.running = null
      this.schedule()
    })
    return this.running
  }

  /** Somebody has come, or there is something new: the next round is soon. */
  rouse(): void {
    if (this.how.interval() !== null) this.wait(SOON_MS)
  }

  private async round(): Promise<void> {
    try {
      await this.how.work()
      this.lastAt = this.how.now()
    } catch (error) {
      log.error({ err: error }, 'a round of the cluster failed')
    }
  }

  private schedule(): void {
    this.clear()
    const interval = this.how.interval()
    if (interval === null) return
    const age = this.lastAt === null ? interval : this.how.now() - this.lastAt
    this.wait(Math.max(SOON_MS, interval - age))
  }

  private wait(ms: number): void {
    this.clear()
    if (this.how.signal.aborted) return
    this.timer = setTimeout(() => void this.refresh(), ms)
    this.timer.unref()
  }

  private clear(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }
}
