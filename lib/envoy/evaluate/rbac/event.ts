import type { RbacResult } from '@/lib/envoy/evaluate/rbac/rules'
import { event } from '@/lib/envoy/evaluate/tree'
import type { EnvoyEvent } from '@/lib/envoy/model'

/** Envoy's own name for the deciding policy: "none" where no policy matched. */
export function deniedReason(result: RbacResult): string {
  return `rbac_access_denied_matched_policy[${result.policy ?? 'none'}]`
}

/** The event of an RBAC filter, HTTP or network. */
export function rbacEvent(filter: string, result: RbacResult, allowed: boolean): EnvoyEvent {
  const reason = allowed ? (result.allowed === 'unknown' ? result.why : null) : deniedReason(result)
  return event({
    kind: 'filter',
    filter,
    pointer: result.pointer,
    facts: { action: result.action, policy: result.policy ?? 'none', decision: allowed ? 'allowed' : 'denied' },
    objects: result.objects,
    ...(result.index === null ? {} : { index: result.index }),
    ...(result.count === 0 ? {} : { count: result.count }),
    skipped: result.skipped,
    reason,
  })
}
