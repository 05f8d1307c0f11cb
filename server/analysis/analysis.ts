import type { AnalysisAnswer } from '@/lib/api/analysis'
import { ANALYZERS, analysisOf, findingsOf } from '@/lib/istio/analysis/analyze'
import { Configuration } from '@/lib/istio/analysis/configuration'
import { istioctlLine } from '@/lib/istio/analysis/istioctl-words'
import { istiodFile } from '@/lib/istio/istiod-file'
import { readJson } from '@/lib/istio/json'
import { resourceOf } from '@/lib/kubernetes/object-lists'
import type { Recording } from '@/lib/recording/recording'
import { keptByMoment } from '@/server/walk/kept-by-moment'
import { inTurns } from '@/server/walk/turns'

/** The analysis of a recording's objects at a moment. */
export const analysisAt = keptByMoment(compute)

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
