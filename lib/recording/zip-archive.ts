import { type Archive, type Inflate, WrongLength } from '@/lib/recording/archive'
import { crc32 } from '@/lib/recording/crc32'
import { entryNameProblem } from '@/lib/recording/entry-name'
import { inflateBounded } from '@/lib/recording/inflate'
import { MAX_ENTRY_BYTES, MAX_PROBLEMS, MAX_UNPACKED_BYTES } from '@/lib/recording/limits'
import { failure, type Problem, type Result } from '@/lib/recording/result'
import { packedBytes, readZipDirectory, type ZipEntry } from '@/lib/recording/zip-directory'

const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8

/**
 * Opens a zip; entries are inflated when `read` asks for them. What can't be read at all is a failure that names `file`; single
 * entries that are refused (a path that climbs out, encryption, an unknown method) stand in `problems`, and the rest opens.
 */
export function openZip(bytes: Uint8Array, file: string, inflate: Inflate = inflateBounded): Result<Archive> {
  const directory = readZipDirectory(bytes, file)
  if (!directory.ok) return directory
  const entries = new Map<string, ZipEntry>()
  const problems: Problem[] = []
  let total = 0
  for (const entry of directory.value) {
    const isFolder = entry.name.endsWith('/')
    const message = entryNameProblem(isFolder ? entry.name.slice(0, -1) : entry.name) ?? (isFolder ? null : entryProblem(entry))
    total += entry.size
    if (message === null && !isFolder && !entries.has(entry.name)) entries.set(entry.name, entry)
    else if (problems.length < MAX_PROBLEMS && !(message === null && isFolder)) {
      problems.push({ entry: printable(entry.name), message: message ?? 'a second entry of the same name; the first one is read' })
    }
  }
  if (total > MAX_UNPACKED_BYTES) return failure(file, `${mib(total)} MiB unpacked; at most ${mib(MAX_UNPACKED_BYTES)} MiB are read`)
  const names = [...entries.keys()].sort()
  return {
    ok: true,
    value: {
      names: () => names,
      size: (name) => entries.get(name)?.size ?? null,
      read: (name) => {
        const entry = entries.get(name)
        return entry ? unpack(bytes, entry, inflate) : failure(name, 'no such entry')
      },
      problems,
    },
  }
}

function entryProblem(entry: ZipEntry): string | null {
  if (entry.flags & ENCRYPTED) return 'an encrypted entry, which is not read'
  if (entry.size === 0xffffffff || entry.compressed === 0xffffffff || entry.offset === 0xffffffff) return 'a zip64 entry, which is not read'
  if (entry.method !== STORED && entry.method !== DEFLATED)
    return `packed by method ${entry.method}; only stored and deflated entries are read`
  if (entry.size > MAX_ENTRY_BYTES) return `${mib(entry.size)} MiB unpacked; at most ${mib(MAX_ENTRY_BYTES)} MiB an entry are read`
  return null
}

function unpack(bytes: Uint8Array, entry: ZipEntry, inflate: Inflate): Result<Uint8Array> {
  const packed = packedBytes(bytes, entry)
  if (packed === null) return failure(entry.name, 'its data is missing in the zip file (truncated or damaged)')
  try {
    if (entry.method === STORED && packed.length !== entry.size) throw new WrongLength('not as long as its directory entry says')
    const data = entry.method === STORED ? packed : inflate(packed, entry.size)
    return crc32(data) === entry.crc ? { ok: true, value: data } : failure(entry.name, 'damaged: its checksum is wrong')
  } catch (error) {
    return failure(entry.name, `damaged: ${error instanceof WrongLength ? error.message : 'it does not inflate'}`)
  }
}

function mib(bytes: number): number {
  return Math.ceil(bytes / (1024 * 1024))
}

/** A name from outside, for a message: control characters and endless names would spoil it. */
function printable(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  return name.slice(0, 200).replace(/[\u0000-\u001f\u007f]/g, '?')
}
