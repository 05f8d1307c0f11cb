import { MAX_NAME_LENGTH } from '@/lib/recording/limits'

/** Why a name in an archive is refused; null when it is a plain relative path. A path that climbs out must never reach a file system. */
export function entryNameProblem(name: string): string | null {
  if (name.length === 0) return 'an entry without a name'
  if (name.length > MAX_NAME_LENGTH) return `a name of ${name.length} characters; at most ${MAX_NAME_LENGTH} are read`
  if (name.includes('\0')) return 'a name with a NUL in it'
  if (name.includes('\\')) return 'a name with a backslash; names are separated by /'
  if (name.startsWith('/')) return 'an absolute path; entries must lie inside the recording'
  if (/^[A-Za-z]:/.test(name)) return 'a path with a drive letter; entries must lie inside the recording'
  const parts = name.split('/')
  if (parts.includes('..')) return 'a path that climbs out of the recording (..)'
  if (parts.includes('.') || parts.slice(0, -1).includes('')) return 'a path with an empty part or “.”'
  return null
}
