import type { Flow } from '@/lib/envoy/evaluate/flow'
import type { FilterContext } from '@/lib/envoy/evaluate/http/filter/context'
import { deniedReason, rbacEvent } from '@/lib/envoy/evaluate/rbac/event'
import { evaluateRbac } from '@/lib/envoy/evaluate/rbac/rules'
import type { RbacSubject } from '@/lib/envoy/evaluate/rbac/subject'
import { after, answered, forked } from '@/lib/envoy/evaluate/tree'
import type { EnvoyTree } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** Filters whose metadata is modelled in full. */
const KNOWN_METADATA: ReadonlySet<string> = new Set(['envoy.filters.http.jwt_authn', 'istio_authn'])

export const RBAC_METADATA = 'envoy.filters.http.rbac'

/** Shadow rules change nothing but note which policy they would have applied: Istio's CUSTOM action builds on it. */
function noteShadow(flow: Flow, config: JsonNode, subject: RbacSubject): Flow {
  const shadow = evaluateRbac(config, subject, 'shadow_rules')
  if (shadow === null || shadow.allowed === 'unknown') return flow
  const before = flow.metadata.get(RBAC_METADATA)
  const key = `${config.get('shadow_rules_stat_prefix').text() ?? ''}shadow_effective_policy_id`
  const noted = { ...(typeof before === 'object' ? before : {}), ...(shadow.policy === null ? {} : { [key]: shadow.policy }) }
  return { ...flow, metadata: new Map([...flow.metadata, [RBAC_METADATA, noted]]) }
}

/** envoy.extensions.filters.http.rbac.v3.RBAC; a per-route override replaces the rules, an empty one switches them off. */
export function enforceRbac({ flow: before, request, filter, override, next }: FilterContext): EnvoyTree {
  const config = override === null ? filter.config : override.get('rbac')
  const subject: RbacSubject = {
    local: before.connection.local,
    directRemoteIp: before.connection.direct.ip,
    sourceIp: before.connection.remote.ip,
    remoteIp: before.remoteIp,
    serverName: before.connection.serverName,
    identity: before.terminated?.identity ?? null,
    encrypted: before.terminated !== null,
    request,
    metadata: before.metadata,
    knownMetadata: (name) => KNOWN_METADATA.has(name),
  }
  const flow = noteShadow(before, config, subject)
  const result = evaluateRbac(config, subject)
  if (result === null) return next(flow, request)
  const allow = () => after([rbacEvent(filter.name, result, true)], next(flow, request))
  const deny = () => answered(403, flow.flags.join(',') || '-', deniedReason(result), [rbacEvent(filter.name, result, false)])
  if (result.allowed === 'yes') return allow()
  if (result.allowed === 'no') return deny()
  return forked([
    { probability: null, label: 'allowed', tree: allow() },
    { probability: null, label: 'denied', tree: deny() },
  ])
}
