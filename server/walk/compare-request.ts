import type { Question } from '@/lib/api/question'
import type { Walk } from '@/lib/api/step'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import type { Mesh } from '@/lib/mesh/model'
import type { RecordedRequest } from '@/lib/recording/recorded-request'
import type { Recording } from '@/lib/recording/recording'
import type { SentRequest } from '@/lib/recording/request'
import { type Agreement, compareWalk } from '@/lib/walk/agreement/compare'
import { walk } from '@/lib/walk/walk'
import { recordedSends } from '@/server/walk/recorded-sends'

/** The question that a recorded request asked, at the moment it was sent. */
export function questionOf(sent: SentRequest, at = sent.at): Question {
  const { from, url, host, container, method, headers } = sent
  return { from, url, host, container, method, headers: Object.entries(headers), at }
}

const meshes = new WeakMap<Recording, Map<number, Mesh>>()

/** Meshes kept for one recording; a timeline that is played back and forth comes by the same marks again. */
const MAX_MESHES = 8

/** The mesh of a recording at a moment. Moments between the same two changes share one. */
export function meshAt(recording: Recording, at: number): Mesh {
  const kept = meshes.get(recording) ?? new Map<number, Mesh>()
  meshes.set(recording, kept)
  const mark = recording.markAt(at)
  const known = kept.get(mark)
  if (known) return known
  const mesh = buildMesh(recording.snapshotAt(mark), factsOfRecording(recording))
  kept.set(mark, mesh)
  const oldest = kept.keys().next().value
  if (kept.size > MAX_MESHES && oldest !== undefined) kept.delete(oldest)
  return mesh
}

/** The walk of a recorded request beside what was recorded; agreement null where the recording says not to compare. */
export function compareRequest(recording: Recording, request: RecordedRequest): { walk: Walk; agreement: Agreement | null } {
  const { sent } = request
  const walked = walk(meshAt(recording, sent.at), questionOf(sent))
  if (!sent.compare) return { walk: walked, agreement: null }
  const comparison = sent.fanout ? 'fanout' : sent.pooled ? 'pooled' : 'equal'
  return { walk: walked, agreement: compareWalk(walked, recordedSends(recording, request), comparison) }
}
