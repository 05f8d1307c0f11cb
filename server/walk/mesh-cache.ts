import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import type { Mesh } from '@/lib/mesh/model'
import type { Recording } from '@/lib/recording/recording'

/** Meshes kept: the moments that a tab steps between, of the few recordings that are looked at. What they parsed they share. */
const MAX_MESHES = 16

const keys = new WeakMap<Recording, number>()
const meshes = new Map<string, Mesh>()
let count = 0

/** The mesh of a recording at a moment; moments between which nothing changed share one. */
export function meshAt(recording: Recording, at: number): Mesh {
  const number = keys.get(recording) ?? count++
  keys.set(recording, number)
  const mark = recording.markAt(at)
  const key = `${number}:${mark}`
  const mesh = meshes.get(key) ?? buildMesh(recording.snapshotAt(mark), factsOfRecording(recording))
  meshes.delete(key)
  meshes.set(key, mesh)
  for (const oldest of meshes.keys()) if (meshes.size > MAX_MESHES) meshes.delete(oldest)
  for (const problem of mesh.problems) recording.report(problem)
  return mesh
}
