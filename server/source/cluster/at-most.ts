import { setTimeout as pause } from 'node:timers/promises'

/** Waits for work, but for `ms` at most: it goes on by itself. Throws what the work throws within that time. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController()
  // Only the timer is ended early; the work's own errors count.
  const timer = pause(ms, undefined, { signal: over.signal, ref: false }).catch(() => {})
  try {
    await Promise.race([work, timer])
  } finally {
    over.abort()
  }
}
