import { Failure } from '@/server/http/failure'

/** Log-ins a minute over all: addresses say little behind a NodePort, and a token can't be guessed in a lifetime at any rate. */
const MAX_A_MINUTE = 30
const MINUTE_MS = 60_000

/** Counts log-ins, so that the API server is not asked without end. */
export class Attempts {
  private times: number[] = []

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Throws a 429 when there were too many. */
  count(): void {
    const now = this.now()
    this.times = this.times.filter((time) => now - time < MINUTE_MS)
    if (this.times.length >= MAX_A_MINUTE) throw new Failure('tooMany', 'Too many log-ins. Wait a minute.')
    this.times.push(now)
  }
}
