import type { Route } from '@/lib/envoy/config/route'
import type { RouteConfig, VirtualHost } from '@/lib/envoy/config/route-config'
import { type Runtime, runtimeInteger } from '@/lib/envoy/config/runtime'
import { splitPort } from '@/lib/envoy/evaluate/http/authority'
import { mirrorsOf } from '@/lib/envoy/evaluate/http/mirrors'
import { merged, type Slice, shareOf } from '@/lib/envoy/evaluate/http/random-value'
import { matchRoute, type RouteSubject } from '@/lib/envoy/evaluate/http/route-match'
import { fractionHidden, partsOf, percentText } from '@/lib/envoy/evaluate/match/fraction'
import { unknown } from '@/lib/envoy/evaluate/verdict'
import type { EnvoyEvent } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { MAX_BRANCHES, MAX_ROUTE_COST, MAX_SKIPPED } from '@/lib/envoy/parse/limits'

/** Compiling a regular expression costs so much more than another match. */
const REGEX_COST = 20

/** A route that may be taken, and the cluster it names (weights already chosen). */
export interface Selection {
  probability: number | null
  label: string
  config: RouteConfig
  virtualHost: VirtualHost | null
  route: Route | null
  /** Position of the route among the virtual host's, from 1. */
  index: number | null
  count: number
  skipped: EnvoyEvent['skipped']
  cluster: string | null
  weight: number | null
  /** The weighted cluster's own node, where one was chosen. */
  weighted: JsonNode | null
  reason: string | null
  /** Clusters that may get a copy of the request. */
  mirrors: string[]
}

/** The virtual host of a Host header: exact, then the longest "*suffix", then the longest "prefix*", then "*". */
export function findVirtualHost(config: RouteConfig, authority: string): VirtualHost | null {
  const lower = authority.toLowerCase()
  const host = config.ignorePortInHost ? splitPort(lower)[0] : lower
  const exact = config.byDomain(host)
  if (exact !== null) return exact
  for (let from = 1; from < host.length; from += 1) {
    const found = config.byDomain(`*${host.slice(from)}`)
    if (found !== null) return found
  }
  for (let to = host.length - 1; to > 0; to -= 1) {
    const found = config.byDomain(`${host.slice(0, to)}*`)
    if (found !== null) return found
  }
  return config.byDomain('*')
}

/** The request without what follows a ";" in its path, which matches are told to pass over. */
function withoutPathParameters(subject: RouteSubject): RouteSubject {
  return { ...subject, request: { ...subject.request, path: subject.request.path.replace(/^([^?#;]*);[^?#]*/, '$1') } }
}

interface ClusterChoice {
  cluster: string | null
  /** The random numbers that choose it; null: every one. */
  slice: Slice | null
  weighted: JsonNode | null
}

/** A header that takes the place of the random number in a weighted choice; null: there is none, or it is no number. */
function givenNumber(weighted: JsonNode, request: RouteSubject['request']): bigint | null {
  const name = weighted.get('header_name').text()
  const text = name === null ? undefined : request.headers.get(name.toLowerCase())
  return text !== undefined && /^\d{1,20}$/.test(text) ? BigInt(text) : null
}

/** A cluster's weight: what a static layer of the runtime sets under the prefix and its name, else its own. */
function weightOf(cluster: JsonNode, prefix: string | null, runtime: Runtime): number {
  const set = prefix ? runtimeInteger(runtime, `${prefix}.${cluster.get('name').text() ?? ''}`) : null
  return set ?? cluster.get('weight').number() ?? 0
}

/** The clusters that a route's action names, each with its slice of the random numbers. */
function clusterChoices(route: Route, { request, runtime }: RouteSubject): ClusterChoice[] {
  if (route.action !== 'forward') return [{ cluster: null, slice: null, weighted: null }]
  const weighted = route.actionNode.get('weighted_clusters')
  const items = weighted.get('clusters').items()
  if (items.length === 0) {
    const header = route.actionNode.get('cluster_header').text()
    const named = header === null ? route.actionNode.get('cluster').text() : (request.headers.get(header.toLowerCase()) ?? '')
    return [{ cluster: named, slice: null, weighted: null }]
  }
  const prefix = weighted.get('runtime_key_prefix').text()
  const weights = items.map((item) => weightOf(item, prefix, runtime))
  const modulus = weights.reduce((sum, weight) => sum + weight, 0)
  const given = modulus === 0 ? null : givenNumber(weighted, request)
  let from = 0
  const choices = items.map((item, at) => {
    const header = item.get('cluster_header').text()
    const cluster = item.get('name').text() || (header === null ? null : (request.headers.get(header.toLowerCase()) ?? ''))
    const slice = { modulus, from, to: from + (weights[at] ?? 0) }
    from = slice.to
    return { cluster, slice, weighted: item }
  })
  if (given === null) return choices
  const value = Number(given % BigInt(modulus))
  return choices.flatMap((choice) => (value >= choice.slice.from && value < choice.slice.to ? [{ ...choice, slice: null }] : []))
}

/**
 * Every route that the request may take: one, unless weights, fractions or unknown matches leave more. A text says why there are too
 * many to follow.
 */
export function selectRoutes(config: RouteConfig, subject: RouteSubject): Selection[] | string {
  const virtualHost = findVirtualHost(config, subject.request.authority)
  const base = { config, virtualHost, skipped: [] as EnvoyEvent['skipped'], weight: null, weighted: null, cluster: null, mirrors: [] }
  if (virtualHost === null && config.node.has('vhds')) return `No virtual host has the domain ${subject.request.authority} yet (VHDS).`
  if (virtualHost === null) {
    const reason = `No virtual host has the domain ${subject.request.authority}.`
    return [{ ...base, probability: 1, label: 'no virtual host', route: null, index: null, count: 0, reason }]
  }
  if (virtualHost.node.has('matcher'))
    return `How the virtual host ${virtualHost.name} matches its routes (a matcher tree) is not modelled.`
  const routes = virtualHost.routes()
  const asked = config.ignorePathParameters ? withoutPathParameters(subject) : subject
  const skipped: EnvoyEvent['skipped'] = []
  const found: Selection[] = []
  // The random numbers that are left for later routes; null once it is not known whether a route takes the request.
  let left: Slice[] | null = []
  let cost = 0
  for (const [at, route] of routes.entries()) {
    cost += route.match.has('safe_regex') ? REGEX_COST : 1
    if (cost > MAX_ROUTE_COST)
      return `Of the ${virtualHost.routeCount} routes of the virtual host ${virtualHost.name} only the first ${at} are tried.`
    const weightKey = route.actionNode.at('weighted_clusters', 'runtime_key_prefix').text()
    const weightsHidden = fractionHidden(route.actionNode, subject.runtime, weightKey)
    const hidden = fractionHidden(route.match.get('runtime_fraction'), subject.runtime)
    const matched = matchRoute(route.match, asked)
    const match = matched.is === 'yes' && hidden !== null ? unknown('fraction', hidden) : matched
    if (match.is === 'no') {
      if (skipped.length < MAX_SKIPPED) skipped.push({ index: at + 1, name: route.name ?? `#${at + 1}`, part: match.part, why: match.why })
      continue
    }
    const { numerator, denominator } =
      route.match.has('runtime_fraction') && hidden === null
        ? partsOf(route.match.get('runtime_fraction'), subject.runtime)
        : { numerator: 1, denominator: 1 }
    const taken: Slice = { modulus: denominator, from: 0, to: numerator }
    const certain = match.is === 'yes'
    if (numerator === 0) {
      skipped.push({ index: at + 1, name: route.name ?? `#${at + 1}`, part: 'fraction', why: 'it takes 0 % of the requests' })
      continue
    }
    const count = route.actionNode.at('weighted_clusters', 'clusters').length
    if (found.length + count > MAX_BRANCHES)
      return `The routes of the virtual host ${virtualHost.name} leave more than ${MAX_BRANCHES} outcomes.`
    for (const choice of clusterChoices(route, subject)) {
      const probability: number | null =
        certain && left !== null && weightsHidden === null
          ? shareOf([...left, taken, ...(choice.slice === null ? [] : [choice.slice])])
          : null
      const share = choice.slice === null ? 1 : shareOf([choice.slice])
      if (probability === 0 || (share === 0 && weightsHidden === null)) continue
      found.push({
        ...base,
        probability,
        label:
          choice.weighted === null ? (route.name ?? `#${at + 1}`) : `${choice.cluster} ${share === null ? '' : percentText(share)}`.trim(),
        route,
        index: at + 1,
        count: virtualHost.routeCount,
        // A copy, as later routes add to it; a long list of fractions shares what is at its end.
        skipped: skipped.length < MAX_SKIPPED ? [...skipped] : skipped,
        cluster: choice.cluster,
        weight: choice.weighted === null ? null : share,
        weighted: choice.weighted,
        reason: match.is === 'unknown' ? `${match.part}: ${match.why}` : weightsHidden,
        mirrors: mirrorsOf(route.actionNode, subject.runtime),
      })
    }
    if (certain && numerator === denominator) return found
    left = certain && left !== null ? merged([...left, { modulus: denominator, from: numerator, to: denominator }]) : null
    if (left !== null && shareOf(left) === 0) return found
    if (skipped.length < MAX_SKIPPED)
      skipped.push({
        index: at + 1,
        name: route.name ?? `#${at + 1}`,
        part: 'fraction',
        why: match.is === 'unknown' ? match.why : 'it takes only a fraction',
      })
  }
  const reason = `No route of the virtual host ${virtualHost.name} matches.`
  const probability = left === null ? null : shareOf(left)
  found.push({ ...base, probability, label: 'no route', route: null, index: null, count: virtualHost.routeCount, skipped, reason })
  return found
}
