import type {
  DestinationRuleFacts,
  FaultFacts,
  HttpMatchFacts,
  Named,
  RouteFact,
  RouteFacts,
  VirtualServiceFacts,
} from '@/lib/istio/describe/facts'
import type { Fault, HttpMatchRequest, HttpRoute, TcpRoute, VirtualService } from '@/lib/istio/describe/objects'
import { faultText, tcpMatchText, textMatch } from '@/lib/istio/describe/proto-text'

const SUFFIX = '.svc.cluster.local'

/** A Service's whole name. */
export const serviceHost = ({ name, namespace }: Named): string => `${name}.${namespace}${SUFFIX}`

/** A VirtualService's destination host as a whole name: a short one is in the VirtualService's namespace. */
function wholeHost(host: string, namespace: string): string {
  // An address stands for itself, but istioctl gives it the suffix too; it equals no Service either way.
  const name = host === '*' || host.includes('.') || host.includes(':') ? host : `${host}.${namespace}`
  return name.startsWith('*') || name.endsWith(SUFFIX) ? name : `${name}${SUFFIX}`
}

/** What a VirtualService says of a Service, for a pod with these subsets. `rule`: the Service's DestinationRule. */
export function virtualServiceFacts(
  { metadata, spec }: VirtualService,
  service: Named,
  rule: DestinationRuleFacts | null,
): VirtualServiceFacts {
  const host = serviceHost(service)
  const isOwn = (destination: string) => wholeHost(destination, metadata.namespace) === host
  const http = spec.http ?? []
  const tcp = spec.tcp ?? []
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    hosts: spec.hosts ?? [],
    http: http.length,
    tls: spec.tls?.length ?? 0,
    tcp: tcp.length,
    routes: [...http.map((route) => httpRoute(route, isOwn, rule)), ...tcp.map((route) => tcpRoute(route, isOwn))],
  }
}

function httpRoute({ route, match, fault }: HttpRoute, isOwn: (host: string) => boolean, rule: DestinationRuleFacts | null): RouteFacts {
  const matches = (match ?? []).map(httpMatch)
  const facts: RouteFact[] = []
  const mismatches: RouteFact[] = []
  let reaches = false
  for (const { destination, weight: share } of route ?? []) {
    const { host } = destination
    const subset = destination.subset || null
    const weight = share ?? 0
    if (!isOwn(host)) {
      facts.push(subset === null ? { kind: 'otherHost', host, weight } : { kind: 'otherSubset', host })
      continue
    }
    if (subset !== null && !rule?.matching.includes(subset)) {
      mismatches.push(mismatch(subset, matches, rule))
      continue
    }
    reaches = true
    if (weight > 0 || (route ?? []).length > 1) facts.push({ kind: 'weight', host, subset, weight })
  }
  if (!reaches) return { protocol: 'http', reaches, facts: [...facts, ...mismatches] }
  if (fault || matches.length > 0) facts.push({ kind: 'conditions', fault: fault ? faultFacts(fault) : null, matches })
  return { protocol: 'http', reaches, facts }
}

/** Why a route to a subset of the pod's Service does not lead to the pod. */
function mismatch(subset: string, matches: HttpMatchFacts[], rule: DestinationRuleFacts | null): RouteFact {
  if (rule === null) return { kind: 'subsetWithoutRule', subset }
  if (rule.others.includes(subset)) return { kind: 'nonMatchingSubset', subset, matches }
  return { kind: 'unknownSubset', subset, rule: { name: rule.name, namespace: rule.namespace } }
}

function tcpRoute({ route, match }: TcpRoute, isOwn: (host: string) => boolean): RouteFacts {
  const reaches = (route ?? []).some(({ destination }) => isOwn(destination.host))
  const facts = reaches ? (match ?? []).map((one) => ({ kind: 'tcpMatch' as const, text: tcpMatchText(one) })) : []
  return { protocol: 'tcp', reaches, facts }
}

function faultFacts(fault: Fault): FaultFacts {
  const { delay, abort } = fault
  const status = abort?.httpStatus ?? abort?.grpcStatus ?? abort?.http2Error ?? null
  const time = delay?.fixedDelay ?? delay?.exponentialDelay ?? null
  return {
    text: faultText(fault),
    delay: delay && time !== null ? { time, percent: delay.percentage?.value ?? delay.percent ?? 0 } : null,
    abort: abort && status !== null ? { status: String(status), percent: abort.percentage?.value ?? 0 } : null,
  }
}

function httpMatch({ uri, ignoreUriCase, headers }: HttpMatchRequest): HttpMatchFacts {
  return {
    uri: uri ? textMatch(uri) : null,
    uncased: Boolean(uri && ignoreUriCase),
    // Go takes a map's entries in any order; ours is by name.
    headers: Object.entries(headers ?? {})
      .map(([name, value]) => ({ name, value: textMatch(value) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}
