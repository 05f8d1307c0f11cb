import type { Overview } from '@/lib/api/overview'
import type { Question } from '@/lib/api/question'
import type { Walk } from '@/lib/api/step'
import type { Recording } from '@/lib/recording/recording'
import { findingsOf } from '@/server/overview/findings'
import { waysIn } from '@/server/overview/outside'
import { waysOut } from '@/server/overview/pods'
import { meshAt } from '@/server/walk/mesh-cache'
import { proxiesAt } from '@/server/walk/proxies'
import { walkAt } from '@/server/walk/walks'

/** Walks of one overview; a mesh of a thousand Services would otherwise take minutes. The rest is counted. */
const MAX_ASKED = 240
/** Overviews kept for each recording: the moments that a player shows. */
const MAX_KEPT = 4
const TURN_MS = 25

const kept = new WeakMap<Recording, Map<number, Promise<Overview>>>()

/** Every way in and out that a recording's objects declare at a moment, each walked. Moments that show the same share one. */
export function overviewAt(recording: Recording, at: number): Promise<Overview> {
  const known = kept.get(recording) ?? new Map<number, Promise<Overview>>()
  kept.set(recording, known)
  const mark = recording.markAt(at)
  const overview = known.get(mark) ?? make(recording, mark)
  known.delete(mark)
  known.set(mark, overview)
  overview.catch(() => known.delete(mark))
  for (const oldest of known.keys()) if (known.size > MAX_KEPT) known.delete(oldest)
  return overview
}

async function make(recording: Recording, at: number): Promise<Overview> {
  const mesh = meshAt(recording, at)
  let asked = 0
  let leftOut = 0
  let turn = performance.now()
  const walk = async (question: Question): Promise<Walk | null> => {
    if (asked >= MAX_ASKED) {
      leftOut++
      return null
    }
    asked++
    if (performance.now() - turn > TURN_MS) {
      await new Promise((resolve) => setImmediate(resolve))
      turn = performance.now()
    }
    return walkAt(recording, question)
  }
  const rows = [...(await waysIn(mesh, at, walk)), ...(await waysOut(mesh, at, walk))]
  const proxies = proxiesAt(recording, at)
  const { versions } = recording.scenario
  return {
    nodes: mesh.facts.nodes.map((node) => node.name),
    counts: { nodes: mesh.facts.nodes.length, pods: mesh.pods.length, proxies: proxies.proxies.length },
    kubeProxy: versions.kubeProxyMode ?? null,
    istio: versions.istio?.split('-')[0] ?? null,
    rows,
    findings: findingsOf(rows, proxies, [...recording.problems, ...proxies.problems], (question) => walkAt(recording, question)),
    leftOut,
  }
}
