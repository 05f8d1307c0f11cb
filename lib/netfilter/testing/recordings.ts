import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { unzipSync } from 'fflate'

/** Folders that hold recordings, for tests only: the shared ones (all of them) where they are, else those that the product ships. */
const FOLDERS = ['../shared/recordings', 'recordings']

/** Every recording's zip that this checkout can see. */
export function recordingFiles(): string[] {
  const folder = FOLDERS.find((candidate) => existsSync(candidate) && readdirSync(candidate).some((name) => name.endsWith('.zip')))
  if (!folder) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.zip'))
    .sort()
    .map((name) => join(folder, name))
}

/** A recording's name: the zip's without its ending. */
export function recordingName(file: string): string {
  return basename(file, '.zip')
}

/** The wanted entries of a zip as text, by path. */
export function readEntries(file: string, wanted: (path: string) => boolean): Map<string, string> {
  const entries = unzipSync(readFileSync(file), { filter: (entry) => wanted(entry.name) })
  const decoder = new TextDecoder()
  return new Map(Object.entries(entries).map(([path, bytes]) => [path, decoder.decode(bytes)]))
}
