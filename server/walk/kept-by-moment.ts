import type { Recording } from '@/lib/recording/recording'

/** Answers kept for each recording. */
const MAX_KEPT = 8

/**
 * The same function, whose answers are kept: another moment that shows the same has the same one, and who asks while it is made waits for it.
 * What failed is made again. Counters move all the time where a cluster is watched; nothing that is kept so may depend on them.
 */
export function keptByMoment<T>(make: (recording: Recording, at: number) => Promise<T>): (recording: Recording, at: number) => Promise<T> {
  const kept = new WeakMap<Recording, Map<number, Promise<T>>>()
  return (recording, at) => {
    const mark = recording.grows && at === 0 ? recording.grows.shapeAt : recording.markAt(at)
    const known = kept.get(recording) ?? new Map<number, Promise<T>>()
    kept.set(recording, known)
    const made = known.get(mark) ?? make(recording, at)
    known.set(mark, made)
    made.catch(() => known.delete(mark))
    for (const oldest of known.keys()) if (known.size > MAX_KEPT) known.delete(oldest)
    return made
  }
}
