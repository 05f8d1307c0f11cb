import type { Recording } from '@/lib/recording/recording'

/** Where a recording's bytes are, so that a thread can open it too: a zip in memory that threads share, or a folder. */
export type Packed = { key: number; file: string } & ({ kind: 'zip'; bytes: Uint8Array } | { kind: 'folder'; root: string })

const known = new WeakMap<Recording, Packed>()
let keys = 0

/** Notes where an opened recording's bytes are. */
export function rememberZip(recording: Recording, bytes: Uint8Array, file: string): void {
  known.set(recording, { key: keys++, kind: 'zip', file, bytes: shared(bytes) })
}

export function rememberFolder(recording: Recording, root: string, file: string): void {
  known.set(recording, { key: keys++, kind: 'folder', file, root })
}

/** Null for what only this thread has: a live cluster. */
export function packedOf(recording: Recording): Packed | null {
  return known.get(recording) ?? null
}

/** The same bytes in memory that crosses to a thread without a copy. */
function shared(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length))
  copy.set(bytes)
  return copy
}
