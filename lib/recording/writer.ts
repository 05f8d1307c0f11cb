import { strToU8, zipSync } from 'fflate'
import type { Recording } from '@/lib/recording/recording'

/** The same entries give the same bytes: zip's earliest date, no clock. */
const EPOCH = new Date(1980, 0, 1)

/** Packs entries (path → text) into a zip of the recording's form, sorted by path. */
export function writeZip(entries: ReadonlyMap<string, string>): Uint8Array {
  const files: Record<string, [Uint8Array, { mtime: Date; level: 6 }]> = Object.create(null)
  for (const path of [...entries.keys()].sort()) files[path] = [strToU8(entries.get(path) ?? ''), { mtime: EPOCH, level: 6 }]
  return zipSync(files)
}

/** Packs a recording again; entries that can't be read are left out. */
export function writeRecording(recording: Recording): Uint8Array {
  const entries = new Map<string, string>()
  for (const entry of recording.entries()) {
    const text = recording.text(entry)
    if (text !== null) entries.set(entry, text)
  }
  return writeZip(entries)
}
