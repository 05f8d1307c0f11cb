import type { Overview, OverviewRow } from '@/lib/api/overview'
import type { Question } from '@/lib/api/question'
import type { Verdict } from '@/lib/api/step'
import type { Mesh } from '@/lib/mesh/model'
import { findingsOf, type ProxySync } from '@/lib/mesh/overview/findings'
import { waysIn } from '@/lib/mesh/overview/from-outside'
import { waysOut } from '@/lib/mesh/overview/from-pods'
import { MAX_ROWS, type PlannedRow } from '@/lib/mesh/overview/plan'

export interface OverviewInput {
  /** Walks a question; lib/walk stands above lib/mesh, so it is handed in. */
  verdictOf: (question: Question) => Verdict
  proxies: readonly ProxySync[]
  versions: { kubeProxy: string | null; istio: string | null }
}

/** Every way in and out that the mesh declares, with the verdict of its walk at each entry node, and what needs a look. */
export function overviewOf(mesh: Mesh, input: OverviewInput): Overview {
  const planned = [...waysIn(mesh), ...waysOut(mesh)]
  const rows = planned.slice(0, MAX_ROWS).map((row) => walked(row, input.verdictOf))
  return {
    nodes: mesh.facts.nodes.map((node) => node.name),
    counts: { nodes: mesh.facts.nodes.length, pods: mesh.pods.length, proxies: input.proxies.length },
    kubeProxy: input.versions.kubeProxy,
    istio: input.versions.istio,
    rows,
    findings: findingsOf(rows, input.proxies, mesh.problems),
    leftOut: planned.length - rows.length,
  }
}

function walked(row: PlannedRow, verdictOf: OverviewInput['verdictOf']): OverviewRow {
  const ways = row.ways.map((way) => ({ ...way, verdict: verdictOf(way.question) }))
  return { ...row, ways, end: endOf(ways.map((way) => way.verdict)) }
}

/** How a way ends that reaches no app from anywhere; null when some node gets through. */
function endOf(verdicts: readonly Verdict[]): Verdict | null {
  const first = verdicts[0]
  if (!first || verdicts.some((one) => one.kind === 'delivered' || one.kind === 'random')) return null
  return verdicts.every((one) => one.kind === first.kind && one.status === first.status) ? first : null
}
