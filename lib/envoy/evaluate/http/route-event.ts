import { hashPolicyText, readHashPolicies } from '@/lib/envoy/config/hash-policy'
import { routeMatchText } from '@/lib/envoy/config/route'
import type { Selection } from '@/lib/envoy/evaluate/http/select-route'
import { percentText } from '@/lib/envoy/evaluate/match/fraction'
import { event } from '@/lib/envoy/evaluate/tree'
import type { EnvoyEvent } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

function actionFacts(action: JsonNode, mirrors: readonly string[]): Record<string, string> {
  const facts: Record<string, string> = {}
  const show = (field: string, label: string) => {
    const value = action.get(field).text()
    if (value !== null) facts[label] = value
  }
  show('prefix_rewrite', 'prefix rewrite')
  show('host_rewrite_literal', 'host rewrite')
  show('timeout', 'timeout')
  const regex = action.at('regex_rewrite', 'pattern', 'regex').text()
  if (regex !== null) facts['regex rewrite'] = `${regex} → ${action.at('regex_rewrite', 'substitution').text() ?? ''}`
  const retry = action.get('retry_policy')
  if (retry.exists) facts.retries = `${retry.get('num_retries').number() ?? 1} on ${retry.get('retry_on').text() ?? ''}`
  if (mirrors.length > 0) facts.mirror = mirrors.join(', ')
  const hashed = readHashPolicies(action)
  if (hashed.length > 0) facts['hash policy'] = hashPolicyText(hashed)
  return facts
}

/** The event of a route that was taken, or (with `selection.route` null) that none was found. */
export function routeEvent(selection: Selection, reason: string | null = selection.reason): EnvoyEvent {
  const { config, virtualHost, route, cluster, weight } = selection
  const pointer = route?.pointer ?? virtualHost?.pointer ?? config.pointer
  const facts: Record<string, string> =
    route === null ? {} : { match: routeMatchText(route.match), ...actionFacts(route.actionNode, selection.mirrors) }
  if (weight !== null) facts.weight = percentText(weight)
  return event({
    kind: 'route',
    pointer,
    facts,
    ...(config.name === null ? {} : { routeConfig: config.name }),
    ...(virtualHost === null ? {} : { virtualHost: virtualHost.name }),
    ...(route === null || route.name === null ? {} : { route: route.name }),
    ...(cluster === null ? {} : { cluster }),
    objects: route?.objects ?? [],
    ...(selection.index === null ? {} : { index: selection.index }),
    ...(selection.count === 0 ? {} : { count: selection.count }),
    skipped: selection.skipped,
    reason,
  })
}
