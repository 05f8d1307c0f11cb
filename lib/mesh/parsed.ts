import type { Observation, Snapshot } from '@/lib/recording/snapshot'

/**
 * A parser whose answers are kept with the observation they came from: two meshes of one source that saw the same bytes share
 * what was parsed from them.
 */
export function parsedOnce<T>(parse: (observation: Observation) => T): (snapshot: Snapshot, path: string) => T | null {
  const kept = new WeakMap<Observation, { value: T }>()
  return (snapshot, path) => {
    const observation = snapshot.read(path)
    if (!observation) return null
    const known = kept.get(observation)
    if (known) return known.value
    const value = parse(observation)
    kept.set(observation, { value })
    return value
  }
}
