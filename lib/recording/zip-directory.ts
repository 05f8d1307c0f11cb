import { MAX_ENTRIES } from '@/lib/recording/limits'
import { failure, type Result } from '@/lib/recording/result'

/** One row of a zip's central directory (PKWARE APPNOTE 4.3.12). */
export interface ZipEntry {
  name: string
  flags: number
  method: number
  crc: number
  compressed: number
  size: number
  /** Of the local header. */
  offset: number
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const END_LENGTH = 22
const MAX_COMMENT = 0xffff

/** Reads a zip's central directory without inflating anything. zip64 and zips in several parts are refused with a message. */
export function readZipDirectory(bytes: Uint8Array, file: string): Result<ZipEntry[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const starts = bytes.length >= 4 && view.getUint32(0, true)
  if (starts !== LOCAL && starts !== END) return failure(file, 'not a zip file: it does not begin with PK')
  const end = findEnd(view)
  if (end === null) return failure(file, 'a truncated zip file: the directory at its end is missing')
  const count = view.getUint16(end + 10, true)
  const length = view.getUint32(end + 12, true)
  const start = view.getUint32(end + 16, true)
  if (count === 0xffff || start === 0xffffffff || length === 0xffffffff)
    return failure(file, 'a zip64 file, which is not read: pack it as a plain zip')
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 6, true) !== 0)
    return failure(file, 'a zip file in several parts, which is not read')
  if (count > MAX_ENTRIES) return failure(file, `${count} entries; at most ${MAX_ENTRIES} are read`)
  if (start + length > end) return failure(file, 'a damaged zip file: its directory lies outside of it')
  return readRows(view, bytes, start, end, count, file)
}

function findEnd(view: DataView): number | null {
  const lowest = Math.max(0, view.byteLength - END_LENGTH - MAX_COMMENT)
  for (let at = view.byteLength - END_LENGTH; at >= lowest; at--) {
    if (view.getUint32(at, true) === END && at + END_LENGTH + view.getUint16(at + 20, true) <= view.byteLength) return at
  }
  return null
}

function readRows(view: DataView, bytes: Uint8Array, start: number, end: number, count: number, file: string): Result<ZipEntry[]> {
  const entries: ZipEntry[] = []
  const utf8 = new TextDecoder()
  let at = start
  for (let n = 0; n < count; n++) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL)
      return failure(file, `a damaged zip file: row ${n + 1} of ${count} of its directory can’t be read`)
    const nameLength = view.getUint16(at + 28, true)
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    if (next > end) return failure(file, `a damaged zip file: row ${n + 1} of ${count} of its directory is cut off`)
    entries.push({
      name: utf8.decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      compressed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    })
    at = next
  }
  return { ok: true, value: entries }
}

/** The entry's packed bytes; null when its local header is missing or its data reaches beyond the file. */
export function packedBytes(bytes: Uint8Array, entry: ZipEntry): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== LOCAL) return null
  const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true)
  return start + entry.compressed > bytes.length ? null : bytes.subarray(start, start + entry.compressed)
}
