import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'

const FOLDERS = ['../shared/recordings', 'recordings']

/** Recordings for tests: of the workplace's shared folder where it is there, else those of the product. */
export function recordingFiles(): { name: string; file: string }[] {
  const folder = FOLDERS.map((path) => resolve(path)).find(
    (path) => existsSync(path) && readdirSync(path).some((file) => file.endsWith('.zip')),
  )
  if (folder === undefined) return []
  const files = readdirSync(folder).filter((file) => file.endsWith('.zip'))
  return files.map((file) => ({ name: file.slice(0, -4), file: resolve(folder, file) }))
}

/** The entries of a recording that tests of Envoy read, as text. */
export function readRecording(file: string): Map<string, string> {
  const wanted =
    /^(scenario\.json|k8s\/pods\.json|(pods|clients)\/[^/]+\/envoy\/|requests\/[^/]+\/(request\.json|access\/)|istiod\/[^/]+\/config_dump\/)/
  const entries = unzipSync(readFileSync(file), { filter: (entry) => wanted.test(entry.name) })
  return new Map(Object.entries(entries).map(([name, bytes]) => [name, strFromU8(bytes)]))
}
