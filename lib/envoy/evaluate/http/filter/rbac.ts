import type { FilterContext } from '@/lib/envoy/evaluate/http/filter/context'
import { deniedReason, rbacEvent } from '@/lib/envoy/evaluate/rbac/event'
import { evaluateRbac } from '@/lib/envoy/evaluate/rbac/rules'
import { after, answered, forked } from '@/lib/envoy/evaluate/tree'
import type { EnvoyTree } from '@/lib/envoy/model'

/** Filters whose metadata is modelled in full. */
const KNOWN_METADATA: ReadonlySet<string> = new Set(['envoy.filters.http.jwt_authn', 'istio_authn'])

/** envoy.extensions.filters.http.rbac.v3.RBAC; a per-route override replaces the rules, an empty one switches them off. */
export function enforceRbac({ flow, request, filter, override, next }: FilterContext): EnvoyTree {
  const config = override === null ? filter.config : override.get('rbac')
  const result = evaluateRbac(config, {
    local: flow.connection.local,
    directRemoteIp: flow.connection.remote.ip,
    remoteIp: flow.remoteIp,
    serverName: flow.connection.serverName,
    identity: flow.terminated?.identity ?? null,
    encrypted: flow.terminated !== null,
    request,
    metadata: flow.metadata,
    knownMetadata: (name) => KNOWN_METADATA.has(name),
  })
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
