import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import type { Mesh } from '@/lib/mesh/model'
import type { Recording } from '@/lib/recording/recording'

/** Meshes kept of one recording: the moments that a tab steps between. What they parsed they share. */
const MAX_MESHES = 8

const kept = new WeakMap<Recording, Map<number, Mesh>>()

/** The mesh of a recording at a moment; moments between which nothing changed share one. */
export function meshAt(recording: Recording, at: number): Mesh {
  const mark = recording.markAt(at)
  const meshes = kept.get(recording) ?? new Map<number, Mesh>()
  kept.set(recording, meshes)
  const mesh = meshes.get(mark) ?? buildMesh(recording.snapshotAt(mark), factsOfRecording(recording))
  meshes.delete(mark)
  meshes.set(mark, mesh)
  for (const oldest of meshes.keys()) if (meshes.size > MAX_MESHES) meshes.delete(oldest)
  for (const problem of mesh.problems) recording.report(problem)
  return mesh
}
