import { setTimeout as pause } from 'node:timers/promises'

/** The first wait after a failure, and the longest. */
const FIRST_MS = 250
const LONGEST_MS = 30_000

/** Waits that grow with each failure in a row; the half of each is random, so that many clients don't come back at once. */
export class Backoff {
  private failures = 0

  constructor(private readonly random: () => number = Math.random) {}

  reset(): void {
    this.failures = 0
  }

  /** The next wait in ms: at least what the server asked for. */
  next(retryAfterMs: number | null = null): number {
    const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(this.failures++, 10))
    return Math.max(retryAfterMs ?? 0, full / 2 + (full / 2) * this.random())
  }
}

/** Waits; ends early, without an error, when the signal says so. */
export async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => {})
}
