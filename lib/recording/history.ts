/** One state of a path: what stood in `entry` from `at` (ms) on. `lines`: only the new lines of a log. */
export interface Version {
  at: number
  entry: string
  lines: boolean
}

/** Every state of every path, sorted by time. */
export interface History {
  /** Canonical paths, sorted by code point. */
  paths: readonly string[]
  versions(path: string): readonly Version[]
  /** Times at which something changed, ascending, the first is 0. */
  marks: readonly number[]
}

export const LOG = 'logs/istio-proxy.log'
const OBSERVED = ['k8s/', 'nodes/', 'pods/', 'clients/', 'istiod/']
const TIMELINE = /^timeline\/([0-9]{1,9})\/(.+)$/

/** Rules of one namespace seen around a request: `entry` shows what `path` was at `at`. */
export interface Overlay {
  path: string
  entry: string
  at: number
}

/**
 * Sorts a recording's entries into the history of each path: the files at 0, `timeline/MS/…`, and `overlays` (what was seen before
 * and after each request). Entries that are no observation (versions/, requests/) have no history.
 */
export function buildHistory(entries: readonly string[], overlays: readonly Overlay[]): History {
  const byPath = new Map<string, Version[]>()
  const add = (path: string, version: Version) => {
    const versions = byPath.get(path)
    if (versions) versions.push(version)
    else byPath.set(path, [version])
  }
  for (const entry of entries) {
    const timed = TIMELINE.exec(entry)
    const path = timed?.[2] ?? entry
    if (!OBSERVED.some((folder) => path.startsWith(folder))) continue
    add(path, { at: Number(timed?.[1] ?? 0), entry, lines: timed !== null && path.endsWith(`/${LOG}`) })
  }
  for (const { path, entry, at } of overlays) add(path, { at, entry, lines: false })
  const marks = new Set([0])
  for (const versions of byPath.values()) {
    versions.sort((a, b) => a.at - b.at)
    for (const version of versions) marks.add(version.at)
  }
  const paths = [...byPath.keys()].sort()
  return { paths, versions: (path) => byPath.get(path) ?? [], marks: [...marks].sort((a, b) => a - b) }
}

/** Index of the last item whose time is not after `at`, -1 when all are later. `times` ascending; log n. */
export function lastNotAfter<T>(items: readonly T[], time: (item: T) => number, at: number): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    const item = items[middle]
    if (item !== undefined && time(item) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}
