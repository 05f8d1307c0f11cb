import { openRecording, withoutOuterFolder } from '@/lib/recording/open'
import { openArchive, type Recording } from '@/lib/recording/recording'
import type { Result } from '@/lib/recording/result'
import { folderArchive, listFolder } from '@/server/source/folder-archive'
import { zlibInflate } from '@/server/source/zlib-inflate'
import type { Packed } from '@/server/threads/packed'

/** Unpacked bytes of the recordings that a thread keeps open: what it parsed of them is a few times as much. The last one asked always stays. */
const MAX_OPEN_BYTES = 160 * 1024 * 1024

interface Opened {
  result: Promise<Result<Recording>>
  bytes: number
}

const opened = new Map<number, Opened>()

/** The recording in this thread; opened once, and again after others took its place. */
export function openPacked(packed: Packed): Promise<Result<Recording>> {
  const kept = opened.get(packed.key) ?? { result: open(packed), bytes: 0 }
  opened.delete(packed.key)
  opened.set(packed.key, kept)
  void kept.result.then((result) => {
    if (result.ok) kept.bytes = unpackedBytes(result.value)
    forgetOldest()
  })
  return kept.result
}

async function open(packed: Packed): Promise<Result<Recording>> {
  if (packed.kind === 'zip') return openRecording(packed.bytes, packed.file, zlibInflate)
  const listed = await listFolder(packed.root, packed.file)
  return listed.ok ? openArchive(withoutOuterFolder(folderArchive(packed.root, listed.value)), packed.file) : listed
}

function unpackedBytes(recording: Recording): number {
  return recording.entries().reduce((sum, entry) => sum + (recording.size(entry) ?? 0), 0)
}

function forgetOldest(): void {
  let total = [...opened.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  for (const [key, { bytes }] of opened) {
    if (total <= MAX_OPEN_BYTES || opened.size === 1) return
    opened.delete(key)
    total -= bytes
  }
}
