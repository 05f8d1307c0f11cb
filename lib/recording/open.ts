import type { Archive, Inflate } from '@/lib/recording/archive'
import { openArchive, type Recording } from '@/lib/recording/recording'
import type { Result } from '@/lib/recording/result'
import { SCENARIO } from '@/lib/recording/scenario'
import { openZip } from '@/lib/recording/zip-archive'

/**
 * Opens a recording's zip. `name` is the file's name, for messages. Nothing but scenario.json and the request.json files is inflated.
 * `inflate` may be a faster one than fflate's. Never throws: a bad file is a failure that names it and what is wrong.
 */
export function openRecording(bytes: Uint8Array, name: string, inflate?: Inflate): Result<Recording> {
  const zip = openZip(bytes, name, inflate)
  return zip.ok ? openArchive(withoutOuterFolder(zip.value), name) : zip
}

/** Who unpacks a recording and packs its folder again gets `NAME/scenario.json`: the one outer folder is passed over. */
export function withoutOuterFolder(archive: Archive): Archive {
  const names = archive.names()
  const outer = names[0]?.split('/')[0]
  if (archive.size(SCENARIO) !== null || outer === undefined || archive.size(`${outer}/${SCENARIO}`) === null) return archive
  const prefix = `${outer}/`
  if (!names.every((name) => name.startsWith(prefix))) return archive
  const inner = names.map((name) => name.slice(prefix.length))
  return {
    names: () => inner,
    size: (name) => archive.size(prefix + name),
    read: (name) => archive.read(prefix + name),
    problems: archive.problems,
  }
}
