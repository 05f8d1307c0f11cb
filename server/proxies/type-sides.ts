import type { differenceGaps } from '@/lib/api/proxy-history'
import { type DiffType, type DumpSection, dumpSection } from '@/lib/istio/diff/dump'
import { type Addresses, assignmentsIn } from '@/lib/istio/diff/endpoints/assignments'
import { RegisteredEndpoints } from '@/lib/istio/diff/endpoints/registered'
import { endpointSections, type SentEndpoints } from '@/lib/istio/diff/endpoints/sections'
import { subsetLabels } from '@/lib/istio/diff/endpoints/subset-labels'
import { extensionSection } from '@/lib/istio/diff/extensions'
import { type Json, readJson } from '@/lib/istio/json'
import type { XdsType } from '@/lib/istio/syncz/model'
import type { Observation, Snapshot } from '@/lib/recording/snapshot'

/** What was seen of a proxy's configuration: istiod's dump for it and Envoy's own, with the texts parsed; null for what was not read. */
export interface Dumps {
  snapshot: Snapshot
  /** The pod of the istiod that serves the proxy. */
  istiodName: string | null
  sent: Observation | null
  istiod: Json
  active: Observation | null
  envoy: Json
}

type Gap = (typeof differenceGaps)[number] | null

/** One type on both sides. `sent` null: istiod's is not known. */
interface Sides {
  sent: DumpSection | null
  active: DumpSection
  endpoints: Record<'sent' | 'active', ReadonlyMap<string, Addresses>> | null
  undecided: number
}

const sections: Partial<Record<XdsType, DiffType>> = { CDS: 'clusters', LDS: 'listeners', RDS: 'routes' }

/** Both sides of a type, and what is missing for comparing them. `sentMs`: what was read before istiod's last send says nothing of it. */
export function typeSides(type: XdsType, dumps: Dumps, sentMs: number): { sides: Sides | null; gap: Gap; evidence: Observation[] } {
  const { sent, active, envoy } = dumps
  if (!active) return { sides: null, gap: 'no-envoy-dump', evidence: sent ? [sent] : [] }
  if (envoy === null) return { sides: null, gap: 'unreadable', evidence: [active] }
  return type === 'EDS' ? endpointSides(dumps, active, sentMs) : sectionSides(type, dumps, active, sentMs)
}

function sectionSides(type: XdsType, { sent, istiod, envoy }: Dumps, active: Observation, sentMs: number): ReturnType<typeof typeSides> {
  const of = sections[type]
  const section = (dump: Json) => (of ? dumpSection(dump, of) : extensionSection(dump))
  const evidence = [sent, active].filter((dump) => dump !== null)
  const has = section(envoy)
  if (!has) return { sides: null, gap: 'no-envoy-type', evidence }
  const isOlder = sent !== null && sent.at < sentMs
  const wanted = isOlder || istiod === null ? null : section(istiod)
  const missing: Gap = isOlder ? 'older-dump' : !sent ? 'no-istiod-dump' : istiod === null ? 'unreadable' : 'no-istiod-type'
  return { sides: { sent: wanted, active: has, endpoints: null, undecided: 0 }, gap: wanted ? null : missing, evidence }
}

function endpointSides(dumps: Dumps, active: Observation, sentMs: number): ReturnType<typeof typeSides> {
  const { sent: from, gap, evidence } = endpointsSent(dumps, sentMs)
  const found = endpointSections(dumps.envoy, from)
  if (!found) return { sides: null, gap: 'no-envoy-type', evidence: [...evidence, active] }
  return { sides: found, gap: gap ?? (found.undecided > 0 ? 'undecided' : null), evidence: [...evidence, active] }
}

/** istiod's own answer for EDS where its dump was made with it, as a live cluster's is; else what it knows of endpoints. */
function endpointsSent(dumps: Dumps, sentMs: number): { sent: SentEndpoints | null; gap: Gap; evidence: Observation[] } {
  const { snapshot, istiodName, sent, istiod } = dumps
  const assignments = istiod === null ? null : assignmentsIn(istiod)
  if (sent && assignments && !(sent.at < sentMs)) return { sent: { assignments }, gap: null, evidence: [sent] }
  const [endpointz, registryz] = [told(snapshot, istiodName, 'endpointz.json'), told(snapshot, istiodName, 'registryz.json')]
  if (!endpointz || !registryz) return { sent: null, gap: assignments ? 'older-dump' : 'no-istiod-type', evidence: [] }
  const evidence = [endpointz, registryz]
  if (evidence.some(({ at }) => at < sentMs)) return { sent: null, gap: 'older-dump', evidence }
  const read = ({ text, entry }: Observation) => readJson(text, entry).value
  const registered = RegisteredEndpoints.from(read(endpointz), read(registryz))
  if (!registered) return { sent: null, gap: 'unreadable', evidence }
  return { sent: { registered, labels: subsetLabels(snapshot) }, gap: null, evidence }
}

/** A file that an istiod said: that one's, else any's; they share the registries. */
function told(snapshot: Snapshot, istiod: string | null, file: string): Observation | null {
  const paths = snapshot.under('istiod/').filter((path) => path.split('/')[2] === file)
  const own = paths.find((path) => istiod !== null && path.split('/')[1]?.startsWith(`${istiod}.`))
  const path = own ?? paths[0]
  return path === undefined ? null : snapshot.read(path)
}
