import { objectOfPolicy } from '@/lib/envoy/config/istio-object'
import { headerOf } from '@/lib/envoy/evaluate/match/header'
import { type InputReader, matchTree } from '@/lib/envoy/evaluate/match/matcher-tree'
import { matchPermission } from '@/lib/envoy/evaluate/rbac/permission'
import { matchPrincipal } from '@/lib/envoy/evaluate/rbac/principal'
import type { RbacSubject } from '@/lib/envoy/evaluate/rbac/subject'
import { all, any, type Match, unknown } from '@/lib/envoy/evaluate/verdict'
import type { EnvoyEvent } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { MAX_POLICIES, MAX_SKIPPED } from '@/lib/envoy/parse/limits'

/** What an RBAC filter says. `policy` is the one that decided; null where none matched. */
export interface RbacResult {
  allowed: 'yes' | 'no' | 'unknown'
  action: string
  policy: string | null
  count: number
  index: number | null
  why: string | null
  objects: string[]
  skipped: EnvoyEvent['skipped']
  pointer: string
}

function matchPolicy(policy: JsonNode, subject: RbacSubject): Match {
  if (policy.has('condition') || policy.has('checked_condition')) return unknown('condition', 'CEL conditions are not modelled')
  return all([
    any(
      policy
        .get('permissions')
        .items()
        .map((rule) => matchPermission(rule, subject)),
      'permission',
    ),
    any(
      policy
        .get('principals')
        .items()
        .map((id) => matchPrincipal(id, subject)),
      'principal',
    ),
  ])
}

function conclude(action: string, match: Match['is']): RbacResult['allowed'] {
  if (match === 'unknown') return 'unknown'
  return (match === 'yes') === (action !== 'DENY') ? 'yes' : 'no'
}

function inputOf({ local, sourceIp, directRemoteIp, serverName, identity, request }: RbacSubject): InputReader {
  return ({ kind, config }) => {
    switch (kind) {
      case 'DestinationIPInput':
        return local.ip
      case 'DestinationPortInput':
        return String(local.port)
      case 'SourceIPInput':
        return sourceIp
      case 'DirectSourceIPInput':
        return directRemoteIp
      case 'ServerNameInput':
        return serverName === '' ? null : serverName
      case 'UriSanInput':
        return identity
      case 'HttpRequestHeaderMatchInput':
        return request === null ? null : (headerOf(request, config.get('header_name').text() ?? '') ?? null)
      default:
        return undefined
    }
  }
}

/** The matcher tree in place of policies: its action allows or denies, and what it does not name is denied. */
function byMatcher(matcher: JsonNode, subject: RbacSubject): RbacResult {
  const result = matchTree(matcher, inputOf(subject))
  const base = { count: 0, index: null, skipped: [], pointer: matcher.pointer }
  if (result.is === 'unknown') return { ...base, action: 'matcher', policy: null, objects: [], allowed: 'unknown', why: result.why }
  if (result.is === 'none') return { ...base, action: 'matcher', policy: null, objects: [], allowed: 'no', why: null }
  const { config } = result.action
  const policy = config.get('name').text()
  const action = config.get('action').text() ?? 'ALLOW'
  const object = policy === null ? null : objectOfPolicy(policy)
  const objects = object === null ? [] : [object]
  return { ...base, action, policy, objects, allowed: action === 'DENY' ? 'no' : 'yes', why: null }
}

/**
 * Evaluates envoy.config.rbac.v3.RBAC (the enforced `rules`, or the shadow ones, which only leave a note); null when nothing is
 * enforced. Policies are tried in the order of their names, as Envoy's map keeps them.
 */
export function evaluateRbac(config: JsonNode, subject: RbacSubject, field: 'rules' | 'shadow_rules' = 'rules'): RbacResult | null {
  const rules = config.get(field)
  if (!rules.exists) {
    const matcher = config.get('matcher')
    if (!matcher.exists || field === 'shadow_rules') return null
    return byMatcher(matcher, subject)
  }
  const action = rules.get('action').text() ?? 'ALLOW'
  const found = rules.get('policies').entries()
  const skipped: EnvoyEvent['skipped'] = []
  if (found.length > MAX_POLICIES) {
    const why = `There are ${found.length} policies; at most ${MAX_POLICIES} are tried.`
    return {
      allowed: 'unknown',
      action,
      policy: null,
      count: found.length,
      index: null,
      why,
      objects: [],
      skipped,
      pointer: rules.pointer,
    }
  }
  const policies = found.sort(([a], [b]) => (a < b ? -1 : 1))
  let open: { name: string; at: number; why: string; pointer: string } | null = null
  const objects = [...new Set(policies.flatMap(([name]) => objectOfPolicy(name) ?? []))]
  const common = { action, count: policies.length, objects, skipped }
  for (const [at, [name, policy]] of policies.entries()) {
    const match = matchPolicy(policy, subject)
    if (match.is === 'yes') {
      const object = objectOfPolicy(name)
      const decided = { policy: name, index: at + 1, why: null, objects: object === null ? [] : [object], pointer: policy.pointer }
      return { ...common, ...decided, allowed: action === 'LOG' ? 'yes' : conclude(action, 'yes') }
    }
    if (match.is === 'unknown') open ??= { name, at, why: `${match.part}: ${match.why}`, pointer: policy.pointer }
    if (skipped.length < MAX_SKIPPED) skipped.push({ index: at + 1, name, part: match.part, why: match.why })
  }
  if (action === 'LOG') return { ...common, allowed: 'yes', policy: null, index: null, why: null, pointer: rules.pointer }
  if (open !== null) return { ...common, allowed: 'unknown', policy: open.name, index: open.at + 1, why: open.why, pointer: open.pointer }
  return { ...common, allowed: conclude(action, 'no'), policy: null, index: null, why: null, pointer: rules.pointer }
}
