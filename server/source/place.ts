import { open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { openRecording, withoutOuterFolder } from '@/lib/recording/open'
import { openArchive, type Recording } from '@/lib/recording/recording'
import { failure, type Result } from '@/lib/recording/result'
import { SCENARIO } from '@/lib/recording/scenario'
import { folderArchive, type ListedFolder, listFolder } from '@/server/source/folder-archive'
import { zlibInflate } from '@/server/source/zlib-inflate'
import { rememberFolder, rememberZip } from '@/server/threads/packed'

/** A zip on disk is held in memory while it is open. */
const MAX_ZIP_BYTES = 256 * 1024 * 1024

interface Opened {
  stamp: string
  opened: Result<Recording>
}

/** A directory of recordings: zips, unpacked folders, or itself an unpacked one. Opens again only what changed. */
export class Place {
  private known = new Map<string, Opened>()

  constructor(readonly directory: string) {}

  /** The recordings by file name, sorted. A directory that can't be read gives one entry that says so. */
  async read(): Promise<ReadonlyMap<string, Result<Recording>>> {
    const found = new Map<string, Opened>()
    try {
      const names = (await readdir(this.directory)).sort()
      if (names.includes(SCENARIO)) await this.add(found, basename(this.directory), this.directory)
      else for (const name of names.filter((each) => !each.startsWith('.'))) await this.add(found, name, join(this.directory, name))
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
      found.set(basename(this.directory), { stamp: '', opened: failure(basename(this.directory), `the directory can't be read (${code})`) })
    }
    this.known = found
    return new Map([...found].map(([name, each]) => [name, each.opened]))
  }

  private async add(found: Map<string, Opened>, name: string, path: string): Promise<void> {
    const info = await stat(path).catch(() => null)
    const before = this.known.get(name)
    if (info?.isDirectory()) {
      const listed = await listFolder(path, name)
      if (listed.ok && !listed.value.sizes.has(SCENARIO) && path !== this.directory) return
      const stamp = listed.ok ? listed.value.stamp : ''
      if (before?.stamp === stamp && stamp !== '') found.set(name, before)
      else found.set(name, { stamp, opened: listed.ok ? openFolder(path, name, listed.value) : listed })
    } else if (info?.isFile() && /\.zip$/i.test(name)) {
      const stamp = `${info.mtimeMs}:${info.size}`
      if (before?.stamp === stamp) found.set(name, before)
      else found.set(name, { stamp, opened: await openFile(path, name, info.size) })
    }
  }
}

function openFolder(path: string, name: string, listed: ListedFolder): Result<Recording> {
  const opened = openArchive(withoutOuterFolder(folderArchive(path, listed)), name)
  if (opened.ok) rememberFolder(opened.value, path, name)
  return opened
}

/** A file in memory that threads share. */
async function readShared(path: string, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(new SharedArrayBuffer(size))
  const file = await open(path)
  try {
    let length = 0
    for (let read = -1; read !== 0 && length < size; length += read)
      read = (await file.read(bytes, length, size - length, length)).bytesRead
    return bytes.subarray(0, length)
  } finally {
    await file.close()
  }
}

async function openFile(path: string, name: string, size: number): Promise<Result<Recording>> {
  if (size > MAX_ZIP_BYTES)
    return failure(name, `${Math.ceil(size / (1024 * 1024))} MiB; a zip of at most ${MAX_ZIP_BYTES / (1024 * 1024)} MiB is read`)
  try {
    const bytes = await readShared(path, size)
    const opened = openRecording(bytes, name, zlibInflate)
    if (opened.ok) rememberZip(opened.value, bytes, name)
    return opened
  } catch (error) {
    return failure(name, `can't be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'})`)
  }
}
