import { readFileSync } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Archive } from '@/lib/recording/archive'
import { entryNameProblem } from '@/lib/recording/entry-name'
import { MAX_ENTRIES, MAX_ENTRY_BYTES, MAX_UNPACKED_BYTES } from '@/lib/recording/limits'
import { failure, type Problem, type Result } from '@/lib/recording/result'

/** A folder's files and the newest change among them, so that a later look can tell whether it is still the same. */
export interface ListedFolder {
  sizes: ReadonlyMap<string, number>
  problems: Problem[]
  stamp: string
}

/** Lists an unpacked recording. Symbolic links are not followed: they could lead out of it. */
export async function listFolder(root: string, file: string): Promise<Result<ListedFolder>> {
  const sizes = new Map<string, number>()
  const problems: Problem[] = []
  let total = 0
  let newest = 0
  const pending = ['']
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const name of await readdir(join(root, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`
      const stat = await lstat(join(root, path))
      if (stat.isDirectory()) pending.push(path)
      else if (!stat.isFile()) problems.push({ entry: path, message: 'no plain file (a link is not followed)' })
      else if (entryNameProblem(path) !== null) problems.push({ entry: path, message: entryNameProblem(path) ?? '' })
      else if (stat.size > MAX_ENTRY_BYTES) problems.push({ entry: path, message: `larger than ${MAX_ENTRY_BYTES} bytes` })
      else sizes.set(path, stat.size)
      total += stat.size
      newest = Math.max(newest, stat.mtimeMs)
      if (sizes.size + pending.length > MAX_ENTRIES) return failure(file, `more than ${MAX_ENTRIES} files`)
      if (total > MAX_UNPACKED_BYTES) return failure(file, `more than ${MAX_UNPACKED_BYTES / (1024 * 1024)} MiB`)
    }
  }
  return { ok: true, value: { sizes, problems, stamp: `${newest}:${sizes.size}:${total}` } }
}

/** An unpacked recording as an archive; files are read when asked for. */
export function folderArchive(root: string, listed: ListedFolder): Archive {
  const names = [...listed.sizes.keys()].sort()
  return {
    names: () => names,
    size: (name) => listed.sizes.get(name) ?? null,
    read: (name) => {
      if (!listed.sizes.has(name)) return failure(name, 'no such file')
      try {
        return { ok: true, value: readFileSync(join(root, name)) }
      } catch (error) {
        return failure(name, `can’t be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'})`)
      }
    },
    problems: listed.problems,
  }
}
