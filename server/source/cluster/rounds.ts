import { log } from '@/server/log'

/** Who comes, and what is newly looked at, is read soon. */
const SOON_MS = 400
/** Objects of a large cluster change all the time: for them alone a round begins at most so often. */
const CHANGED_MS = 2000

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
  /** performance.now() at which the timer fires. */
  private dueAt = Number.POSITIVE_INFINITY

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

  /** Somebody has come, or looks at something new: the next round is soon. */
  rouse(): void {
    this.sooner(SOON_MS)
  }

  /** Objects have changed: pods may be new, and istiods push. */
  changed(): void {
    this.sooner(Math.max(SOON_MS, CHANGED_MS - this.age()))
  }

  /** A round that is due earlier stays: where something is new all the time, none would ever come. */
  private sooner(ms: number): void {
    if (this.how.interval() !== null && this.dueAt > performance.now() + ms) this.wait(ms)
  }

  /** ms since the last complete round. */
  private age(): number {
    return this.lastAt === null ? Number.POSITIVE_INFINITY : this.how.now() - this.lastAt
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
    this.wait(Math.max(SOON_MS, interval - this.age()))
  }

  private wait(ms: number): void {
    this.clear()
    if (this.how.signal.aborted) return
    this.dueAt = performance.now() + ms
    this.timer = setTimeout(() => {
      this.clear()
      void this.refresh()
    }, ms)
    this.timer.unref()
  }

  private clear(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.dueAt = Number.POSITIVE_INFINITY
  }
}
