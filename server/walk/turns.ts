/** Work goes on for so long before other requests have their turn. */
const TURN_MS = 25

/** Does a list of work piece by piece, and lets other answers through in between; the results keep the order. */
export async function inTurns<T, R>(items: readonly T[], work: (item: T) => R): Promise<R[]> {
  const results: R[] = []
  let began = performance.now()
  for (const item of items) {
    if (performance.now() - began > TURN_MS) {
      await new Promise((resolve) => setImmediate(resolve))
      began = performance.now()
    }
    results.push(work(item))
  }
  return results
}
