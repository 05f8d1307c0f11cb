import type { DumpResource, DumpSection } from '@/lib/istio/diff/dump'
import { type Addresses, assignmentsAsked, assignmentsIn, nodeOf } from '@/lib/istio/diff/endpoints/assignments'
import type { RegisteredEndpoints } from '@/lib/istio/diff/endpoints/registered'
import type { Json, JsonObject } from '@/lib/istio/json'

/** What istiod said of endpoints: its own answer for EDS, else what it knows of them (with the labels of a cluster's subset). */
export type SentEndpoints =
  | { assignments: ReadonlyMap<string, Addresses> }
  | { registered: RegisteredEndpoints; labels: (cluster: JsonObject) => Readonly<Record<string, string>> | null }

export interface EndpointSections {
  sent: DumpSection | null
  active: DumpSection
  /** The addresses of both, by the name of the assignment. */
  endpoints: Record<'sent' | 'active', ReadonlyMap<string, Addresses>>
  /** How many clusters istiod's answers do not decide; they are in neither side. */
  undecided: number
}

/**
 * The endpoints of every cluster for which an Envoy asks (its config_dump), as istiod has them and as Envoy has them: by address, as
 * weights and priorities are what Envoy makes of them too. null: Envoy's dump was made without EDS.
 */
export function endpointSections(envoy: Json, istiod: SentEndpoints | null): EndpointSections | null {
  const has = assignmentsIn(envoy)
  if (!has) return null
  const node = nodeOf(envoy)
  const [sent, active] = [new Map<string, Addresses>(), new Map<string, Addresses>()]
  let undecided = 0
  for (const [name, cluster] of [...assignmentsAsked(envoy)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = has.get(name)
    const wanted = istiod ? addressesSent(istiod, name, cluster, own, node) : null
    if (wanted === undefined) undecided++
    else if (own) active.set(name, own)
    if (wanted) sent.set(name, wanted)
  }
  return { sent: istiod ? section(sent) : null, active: section(active), endpoints: { sent, active }, undecided }
}

/** null: istiod sends no such assignment; undefined: its answers do not decide. */
function addressesSent(
  from: SentEndpoints,
  name: string,
  cluster: JsonObject,
  own: Addresses | undefined,
  node: string | null,
): Addresses | null | undefined {
  if ('assignments' in from) return from.assignments.get(name) ?? null
  const labels = from.labels(cluster)
  const expected = labels && from.registered.expected(name, labels, node)
  if (!expected) return undefined
  return new Set([...expected.must, ...[...(own ?? [])].filter((address) => expected.may.has(address))])
}

function section(assignments: ReadonlyMap<string, Addresses>): DumpSection {
  const resource = ([name, addresses]: [string, Addresses]): DumpResource => ({
    name,
    wrapper: { endpoints: [...addresses].sort() },
    lastUpdated: null,
    refusedAt: null,
  })
  return { resources: [...assignments].map(resource), lastUpdated: null }
}
