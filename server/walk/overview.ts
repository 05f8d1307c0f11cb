import type { Overview } from '@/lib/api/overview'
import type { Question } from '@/lib/api/question'
import type { Verdict } from '@/lib/api/step'
import { waysIn } from '@/lib/mesh/overview/from-outside'
import { waysOut } from '@/lib/mesh/overview/from-pods'
import { overviewOf } from '@/lib/mesh/overview/overview'
import { MAX_ROWS } from '@/lib/mesh/overview/plan'
import type { Recording } from '@/lib/recording/recording'
import { proxiesAt } from '@/server/proxies/list'
import { keptByMoment } from '@/server/walk/kept-by-moment'
import { placesOf } from '@/server/walk/looked'
import { meshAt } from '@/server/walk/mesh-cache'
import { inTurns } from '@/server/walk/turns'
import { glanceAt } from '@/server/walk/walks'

/** Pods that an overview of a live cluster has read: in a large one the Envoys of all its rows have more than there is memory. */
const MOST_READ = 24

interface Made {
  overview: Overview
  /** The pods that its walks pass, in the order of its rows. */
  pods: string[]
}

const made = keptByMoment(compute)

/** The overview of a recording at a moment. */
export async function overviewAt(recording: Recording, at: number): Promise<Overview> {
  const { overview, pods } = await made(recording, at)
  // Who asks looks at it, also at one that was made before.
  if (at === 0) recording.grows?.looked(pods.slice(0, MOST_READ))
  return overview
}

/** Hundreds of walks: they are made in turns with other answers, then the overview is put together from them. */
async function compute(recording: Recording, at: number): Promise<Made> {
  const mesh = meshAt(recording, at)
  const planned = [...waysIn(mesh), ...waysOut(mesh)].slice(0, MAX_ROWS)
  const verdicts = new Map<string, Verdict>()
  const places = new Set<string>()
  const ways = planned.flatMap((row) => row.ways)
  await inTurns(ways, ({ question }) => {
    const { verdict, steps } = glanceAt(recording, question)
    verdicts.set(JSON.stringify(question), verdict)
    for (const place of placesOf(steps)) places.add(place)
  })
  const { versions } = recording.scenario
  const overview = overviewOf(mesh, {
    verdictOf: (question) => verdicts.get(JSON.stringify(question)) ?? glanceAt(recording, question).verdict,
    proxies: proxiesAt(recording, at).proxies,
    versions: { kubeProxy: versions.kubeProxyMode ?? null, istio: shortVersions(versions.istio) },
  })
  return {
    overview: recording.grows && at === 0 ? askedNow(overview) : overview,
    pods: [...places].filter((netns) => mesh.netns(netns)?.kind === 'pod'),
  }
}

/** A link of what is watched leads to what is there then, not to the moment at which the overview was made. */
function askedNow(overview: Overview): Overview {
  const now = <T extends { question: Question | null }>(one: T): T => ({ ...one, question: one.question && { ...one.question, at: 0 } })
  return { ...overview, rows: overview.rows.map((row) => ({ ...row, ways: row.ways.map(now) })), findings: overview.findings.map(now) }
}

/** `1.23.2-unknown-Clean` → `1.23.2`; of two istiods' versions each. */
function shortVersions(istio: string | undefined): string | null {
  return istio === undefined ? null : istio.replaceAll(/-[^,]*/g, '')
}
