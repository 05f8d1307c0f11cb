import type { Overview } from '@/lib/api/overview'
import { overviewOf } from '@/lib/mesh/overview/overview'
import type { Recording } from '@/lib/recording/recording'
import { meshAt } from '@/server/walk/mesh-cache'
import { proxiesAt } from '@/server/walk/proxies'
import { walkAt } from '@/server/walk/walks'

/** Overviews kept for each recording; another moment that shows the same has the same one. */
const MAX_KEPT = 8

const kept = new WeakMap<Recording, Map<number, Overview>>()

/** The overview of a recording at a moment. */
export function overviewAt(recording: Recording, at: number): Overview {
  const mark = recording.markAt(at)
  const known = kept.get(recording) ?? new Map<number, Overview>()
  kept.set(recording, known)
  const made = known.get(mark) ?? compute(recording, at)
  known.set(mark, made)
  for (const oldest of known.keys()) if (known.size > MAX_KEPT) known.delete(oldest)
  return made
}

function compute(recording: Recording, at: number): Overview {
  const { versions } = recording.scenario
  return overviewOf(meshAt(recording, at), {
    verdictOf: (question) => walkAt(recording, question).verdict,
    proxies: proxiesAt(recording, at).proxies,
    versions: { kubeProxy: versions.kubeProxyMode ?? null, istio: versions.istio?.split('-')[0] ?? null },
  })
}
