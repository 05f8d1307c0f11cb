import type { EntryReader } from '@/lib/recording/entry-reader'
import { type History, lastNotAfter, type Version } from '@/lib/recording/history'
import type { Observation, Snapshot } from '@/lib/recording/snapshot'

/**
 * Observations of a recording by path. One state of a path is always the same object, so that what is parsed from it can be kept in a
 * WeakMap; its `text` is read again when it fell out of the cache.
 */
export class RecordedHistory {
  private readonly observations = new Map<string, Observation>()

  constructor(
    private readonly history: History,
    private readonly reader: EntryReader,
  ) {}

  /** What had been seen by `ms`; a moment between two changes gives what the earlier one showed. */
  snapshotAt(ms: number): Snapshot {
    let paths: readonly string[] | null = null
    const seen = () => {
      paths ??= this.history.paths.filter((path) => (this.history.versions(path)[0]?.at ?? Number.POSITIVE_INFINITY) <= ms)
      return paths
    }
    return { at: ms, paths: seen, under: (folder) => below(seen(), folder), read: (path) => this.read(path, ms) }
  }

  /** The states of a path that together make it up by `ms`: one, or for a log the file and the lines that came after. */
  partsAt(path: string, ms: number): readonly Version[] {
    const versions = this.history.versions(path)
    const last = lastNotAfter(versions, (version) => version.at, ms)
    let first = last
    while (first > 0 && versions[first]?.lines) first--
    return versions.slice(Math.max(first, 0), last + 1)
  }

  private read(path: string, ms: number): Observation | null {
    const parts = this.partsAt(path, ms)
    const newest = parts.at(-1)
    if (!newest) return null
    const known = this.observations.get(newest.entry)
    if (known) return known
    const texts = () => parts.map((part) => this.reader.text(part.entry))
    if (texts().every((text) => text === null)) return null
    const observation: Observation = {
      path,
      entry: newest.entry,
      at: newest.at,
      get text() {
        return texts().join('')
      },
    }
    this.observations.set(newest.entry, observation)
    return observation
  }
}

/** The sorted paths that begin with `folder`: those between two cuts found by halving. */
function below(paths: readonly string[], folder: string): readonly string[] {
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`
  const start = firstNotBefore(paths, prefix)
  return paths.slice(start, prefix === '' ? paths.length : firstNotBefore(paths, `${prefix}\uffff`))
}

function firstNotBefore(paths: readonly string[], text: string): number {
  let low = 0
  let high = paths.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((paths[middle] ?? '') < text) low = middle + 1
    else high = middle
  }
  return low
}
