import type { Snapshot } from '@/lib/recording/snapshot'

/** The same observations without those of hidden paths. */
export function without(snapshot: Snapshot, isHidden: (path: string) => boolean): Snapshot {
  return {
    at: snapshot.at,
    paths: () => snapshot.paths().filter((path) => !isHidden(path)),
    under: (folder) => snapshot.under(folder).filter((path) => !isHidden(path)),
    read: (path) => (isHidden(path) ? null : snapshot.read(path)),
  }
}

/** The same observations, some written anew; null: it could not be read. */
export function rewritten(snapshot: Snapshot, edit: (text: string, path: string) => string | null): Snapshot {
  return {
    at: snapshot.at,
    paths: () => snapshot.paths(),
    under: (folder) => snapshot.under(folder),
    read: (path) => {
      const seen = snapshot.read(path)
      const text = seen && edit(seen.text, path)
      return seen && text !== null ? { ...seen, text } : null
    },
  }
}
