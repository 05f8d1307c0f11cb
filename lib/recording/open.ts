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

/** What desktops put beside a person's files: no part of a recording. */
const LEFT_BY_DESKTOPS = /(?:^|\/)(?:__MACOSX\/|\._[^/]*$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/

/** Who unpacks a recording and packs its folder again gets `NAME/scenario.json`: the one outer folder is passed over, and what desktops add. */
export function withoutOuterFolder(archive: Archive): Archive {
  const names = archive.names().filter((name) => !LEFT_BY_DESKTOPS.test(name))
  const prefix = outerFolder(archive, names)
  if (prefix === '' && names.length === archive.names().length) return archive
  const inner = names.map((name) => name.slice(prefix.length))
  const known = new Set(inner)
  return {
    names: () => inner,
    size: (name) => (known.has(name) ? archive.size(prefix + name) : null),
    read: (name) => archive.read(prefix + name),
    problems: archive.problems,
  }
}

/** `NAME/` when everything stands in one folder with a scenario.json, else ''. */
function outerFolder(archive: Archive, names: readonly string[]): string {
  const prefix = `${names[0]?.split('/')[0]}/`
  const isOuter =
    archive.size(SCENARIO) === null && archive.size(prefix + SCENARIO) !== null && names.every((name) => name.startsWith(prefix))
  return isOuter ? prefix : ''
}
