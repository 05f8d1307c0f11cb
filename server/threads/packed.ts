import type { Recording } from '@/lib/recording/recording'

/** Where a recording's bytes are, so that a thread can open it too: a zip in memory that threads share, or a folder. */
export type Packed = { key: number; file: string } & ({ kind: 'zip'; bytes: Uint8Array } | { kind: 'folder'; root: string })

const key = Symbol.for('hopscope.packed')
const shared = globalThis as typeof globalThis & { [key]?: { next: number; known: WeakMap<Recording, Packed> } }

/** Of the process, as the recordings are: each route's bundle has this module for itself. */
function all() {
  shared[key] ??= { next: 0, known: new WeakMap() }
  return shared[key]
}

/** Notes where an opened recording's bytes are. */
export function rememberZip(recording: Recording, bytes: Uint8Array, file: string): void {
  all().known.set(recording, { key: all().next++, kind: 'zip', file, bytes: inSharedMemory(bytes) })
}

export function rememberFolder(recording: Recording, root: string, file: string): void {
  all().known.set(recording, { key: all().next++, kind: 'folder', file, root })
}

/** Null for what only this thread has: a recording that nobody remembered. */
export function packedOf(recording: Recording): Packed | null {
  return all().known.get(recording) ?? null
}

/** The same bytes in memory that crosses to a thread without a copy. */
function inSharedMemory(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length))
  copy.set(bytes)
  return copy
}
