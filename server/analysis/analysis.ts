import type { AnalysisAnswer } from '@/lib/api/analysis'
import { ANALYZERS, analysisOf, findingsOf } from '@/lib/istio/analysis/analyze'
import { Configuration } from '@/lib/istio/analysis/configuration'
import { istioctlLine } from '@/lib/istio/analysis/istioctl-words'
import { istiodFile } from '@/lib/istio/istiod-file'
import { readJson } from '@/lib/istio/json'
import { resourceOf } from '@/lib/kubernetes/object-lists'
import type { Recording } from '@/lib/recording/recording'
import { inTurns } from '@/server/walk/turns'

/** Analyses kept for each recording; another moment that shows the same has the same one. */
const MAX_KEPT = 8

const kept = new WeakMap<Recording, Map<number, Promise<AnalysisAnswer>>>()

/** The analysis of a recording's objects at a moment. */
export function analysisAt(recording: Recording, at: number): Promise<AnalysisAnswer> {
  // Counters move all the time where a cluster is watched, and no object with them.
  const mark = recording.grows && at === 0 ? recording.grows.shapeAt : recording.markAt(at)
  const known = kept.get(recording) ?? new Map<number, Promise<AnalysisAnswer>>()
  kept.set(recording, known)
  const made = known.get(mark) ?? compute(recording, at)
  known.set(mark, made)
  made.catch(() => known.delete(mark))
  for (const oldest of known.keys()) if (known.size > MAX_KEPT) known.delete(oldest)
  return made
}

async function compute(recording: Recording, at: number): Promise<AnalysisAnswer> {
  const snapshot = recording.snapshotAt(at)
  const mesh = istiodFile(snapshot, 'mesh.json')
  const configuration = new Configuration(
    snapshot,
    mesh === null ? null : readJson(mesh, 'mesh.json').value,
    recording.scenario.versions.istio ?? null,
    (kind, namespace) => recording.sees?.(resourceOf(kind), namespace) ?? true,
  )
  const found = await inTurns(ANALYZERS, (analyzer) => findingsOf(analyzer, configuration))
  const { findings, undecided } = analysisOf(found.flat(), configuration)
  return {
    findings: findings.map((one) => ({ ...one, line: istioctlLine(one) })),
    undecided,
    problems: configuration.problems,
  }
}
